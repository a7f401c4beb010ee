import { InvalidArgumentError } from '@imgclf/runtime';
import { type ClassScoring, type ThresholdCurve, thresholdSweep } from './threshold-sweep';

/**
 * The receiver operating characteristic of one class: true positive rate over false positive rate, one point for each
 * score that occurs, as scikit-learn's `roc_curve` without dropped points. The area is exact (`roc_auc_score`), where
 * the metric `auc` approximates it with 200 thresholds as Keras does.
 *
 * @throws {InvalidArgumentError} when the lengths differ, or there is not at least one example of the class and one other
 * @example
 * rocCurve({ positives: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8] }).area; // 0.75
 */
export function rocCurve(scoring: ClassScoring): ThresholdCurve {
  const counts = thresholdSweep(scoring);
  const { hits: positives = 0, falseAlarms: negatives = 0 } = counts.at(-1) ?? {};
  if (positives === 0 || negatives === 0) {
    throw new InvalidArgumentError({
      argument: 'positives',
      allowed: 'examples of the class and others, at least one of each',
      received: `${positives} and ${negatives}`,
    });
  }
  const points = counts.map(({ hits, falseAlarms }): [number, number] => [
    falseAlarms / negatives,
    hits / positives,
  ]);
  const area = points.reduce((sum, [x, y], i) => {
    const [lastX, lastY] = points[i - 1] ?? [0, 0];
    return sum + ((x - lastX) * (y + lastY)) / 2;
  }, 0);
  return { points, area };
}
