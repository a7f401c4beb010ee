import type { Classification } from '@imgclf/runtime';
import type { ExamplePrediction } from '../evaluate/evaluate-classifier';
import type { PredictedImage } from './grids/prediction-grid';
import type { ReportOptions } from './html/report-options';
import { worstMistakes } from './worst-mistakes';

/** A picture with the probability of each class. */
export type Sample = PredictedImage & Pick<ExamplePrediction, 'scores'>;

/** The pictures of a report. */
export interface ShownPictures {
  classNames: readonly string[];
  /** Up to 25, spread evenly over the evaluation, so that a set that lies class by class shows every class. */
  examples: Sample[];
  /** Up to 10, the surest mistake first. */
  mistakes: Sample[];
}

const exampleCount = 25;
const mistakeCount = 10;

/** Fetches the pictures that a report shows; undefined where it shows none. */
export async function shownPictures({
  evaluation,
  imageOf,
}: ReportOptions): Promise<ShownPictures | undefined> {
  if (evaluation === undefined || imageOf === undefined) return undefined;
  const { predictions, classNames } = evaluation;
  const fetchAll = (some: readonly ExamplePrediction[]) =>
    Promise.all(some.map(async (prediction) => ({ ...prediction, image: await imageOf(prediction.index) })));
  return {
    classNames,
    examples: await fetchAll(spread(predictions, exampleCount)),
    mistakes: await fetchAll(worstMistakes(predictions, { count: mistakeCount })),
  };
}

function spread<Item>(items: readonly Item[], count: number): Item[] {
  const step = items.length / count;
  return step <= 1 ? [...items] : items.filter((_, i) => Math.floor(i / step) > Math.floor((i - 1) / step));
}

/** Every class with its probability. */
export function classifications(
  { scores }: Pick<Sample, 'scores'>,
  classNames: readonly string[],
): Classification[] {
  return scores.map((score, id) => ({ label: classNames[id] ?? String(id), score }));
}
