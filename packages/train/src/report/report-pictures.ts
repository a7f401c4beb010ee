import { predictionGrid } from './grids/prediction-grid';
import type { ReportOptions } from './html/report-options';
import { plotConfusionMatrix } from './plots/confusion-matrix';
import { plotLabelFrequencies } from './plots/label-frequencies';
import { plotPerClass } from './plots/per-class';
import { plotSoftmax } from './plots/softmax';
import { plotTrainingCurves } from './plots/training-curves';
import { evaluationScores } from './predictions';

/**
 * The pictures of a report, each by itself, as SVG documents by name: `training-curves`, `confusion-matrix`,
 * `per-class`, `predictions`, `softmax`, `worst-mistakes`, `label-frequencies`; those that there is something to show
 * for.
 *
 * @throws {InvalidArgumentError} when the parts do not fit each other
 */
export async function reportPictures(options: ReportOptions): Promise<Record<string, string>> {
  const { history, evaluation, dataset, sample } = options;
  const pictures: Record<string, string> = {};
  if (history !== undefined && history.epoch.length > 0)
    pictures['training-curves'] = plotTrainingCurves(history);
  if (evaluation !== undefined) {
    const { confusionMatrix, perClass } = evaluationScores(evaluation);
    pictures['confusion-matrix'] = plotConfusionMatrix(confusionMatrix, evaluation.classNames);
    pictures['per-class'] = plotPerClass(perClass);
  }
  if (sample !== undefined) {
    const { scores, truth } = sample;
    pictures.softmax = plotSoftmax(scores, truth === undefined ? {} : { truth });
  }
  if (dataset !== undefined)
    pictures['label-frequencies'] = plotLabelFrequencies(dataset.counts, dataset.classNames);
  return { ...pictures, ...(await predictionPictures(options)) };
}

async function predictionPictures({ platform, range, examples = [], mistakes = [] }: ReportOptions) {
  const options = { platform, ...(range === undefined ? {} : { range }) };
  const pictures: Record<string, string> = {};
  if (examples.length > 0) pictures.predictions = await predictionGrid(examples, options);
  if (mistakes.length > 0)
    pictures['worst-mistakes'] = await predictionGrid(mistakes, {
      ...options,
      scores: true,
      title: 'Worst mistakes',
    });
  return pictures;
}
