import type { ExamplePrediction } from '../evaluate/evaluate-classifier';

/** Options of {@link worstMistakes}. */
export interface WorstMistakesOptions {
  /** How many to return at most. @default 10 */
  count?: number;
}

/**
 * The wrong predictions that the model was surest of, the surest first: where to look for wrong labels and for what
 * the model has not understood.
 *
 * @example
 * const { predictions } = await evaluateClassifier(model, { data: test, classNames });
 * worstMistakes(predictions, { count: 12 });
 */
export function worstMistakes<Prediction extends Pick<ExamplePrediction, 'label' | 'predicted' | 'score'>>(
  predictions: readonly Prediction[],
  { count = 10 }: WorstMistakesOptions = {},
): Prediction[] {
  return predictions
    .filter(({ predicted, label }) => predicted !== label)
    .sort((a, b) => b.score - a.score)
    .slice(0, count);
}
