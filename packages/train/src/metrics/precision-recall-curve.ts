import { InvalidArgumentError } from '@imgclf/runtime';
import { type ClassScoring, type ThresholdCurve, thresholdSweep } from './threshold-sweep';

/**
 * Precision over recall of one class, one point for each score that occurs, after (0, 1), as scikit-learn's
 * `precision_recall_curve` turned round. The area is the average precision (`average_precision_score`).
 *
 * @throws {InvalidArgumentError} when the lengths differ, or no example is of the class
 * @example
 * precisionRecallCurve({ positives: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8] }).area; // 0.8333
 */
export function precisionRecallCurve(scoring: ClassScoring): ThresholdCurve {
  const [, ...counts] = thresholdSweep(scoring);
  const positives = counts.at(-1)?.hits ?? 0;
  if (positives === 0) {
    throw new InvalidArgumentError({
      argument: 'positives',
      allowed: 'at least one example of the class',
      received: positives,
    });
  }
  const points: [number, number][] = [[0, 1]];
  let area = 0;
  for (const { hits, falseAlarms } of counts) {
    const recall = hits / positives;
    const precision = hits / (hits + falseAlarms);
    area += (recall - (points.at(-1)?.[0] ?? 0)) * precision;
    points.push([recall, precision]);
  }
  return { points, area };
}
