import { predictionGrid } from './grids/prediction-grid';
import type { ReportOptions } from './html/report-options';
import { confidencePlots } from './plots/confidence-plots';
import { plotConfusionMatrix } from './plots/confusion-matrix';
import { plotLabelFrequencies } from './plots/label-frequencies';
import { plotPerClass } from './plots/per-class';
import { plotSoftmax } from './plots/softmax';
import { plotTrainingCurves } from './plots/training-curves';
import { classifications, shownPictures } from './shown-pictures';

/**
 * The pictures of a report, each by itself, as SVG documents by name: `training-curves`, `confusion-matrix`,
 * `per-class`, `roc`, `precision-recall`, `calibration`, `predictions`, `softmax`, `worst-mistakes`,
 * `label-frequencies`; those that there is something to show for.
 *
 * @throws {InvalidArgumentError} when the parts do not fit each other
 */
export async function reportPictures(options: ReportOptions): Promise<Record<string, string>> {
  const { history, evaluation, dataset } = options;
  const pictures: Record<string, string> = {};
  if (history !== undefined && history.epoch.length > 0)
    pictures['training-curves'] = plotTrainingCurves(history);
  if (evaluation !== undefined) {
    pictures['confusion-matrix'] = plotConfusionMatrix(evaluation.confusionMatrix, evaluation.classNames);
    pictures['per-class'] = plotPerClass(evaluation.perClass);
    Object.assign(pictures, confidencePlots(evaluation));
  }
  Object.assign(pictures, await predictionPictures(options));
  if (dataset !== undefined)
    pictures['label-frequencies'] = plotLabelFrequencies(dataset.counts, dataset.classNames);
  return pictures;
}

async function predictionPictures(options: ReportOptions): Promise<Record<string, string>> {
  const shown = await shownPictures(options);
  const { platform, range } = options;
  const pictures: Record<string, string> = {};
  if (shown === undefined) return pictures;
  const { classNames, examples, mistakes } = shown;
  const grid = { platform, classNames, ...(range === undefined ? {} : { range }) };
  const [sample] = examples;
  if (sample !== undefined) {
    pictures.predictions = await predictionGrid(examples, grid);
    const truth = classNames[sample.label];
    pictures.softmax = plotSoftmax(classifications(sample, classNames), truth === undefined ? {} : { truth });
  }
  if (mistakes.length > 0) {
    const worst = { ...grid, scores: true, title: 'Worst mistakes' };
    pictures['worst-mistakes'] = await predictionGrid(mistakes, worst);
  }
  return pictures;
}
