import { InvalidArgumentError } from '@imgclf/runtime';

/** Examples with the score of one class. */
export interface ClassScoring {
  /** Whether each example is of the class: true or 1, false or 0. */
  positives: ArrayLike<number | boolean>;
  /** How sure the model is that it is, as many. */
  scores: ArrayLike<number>;
}

/** What is called positive when everything from some score upwards is. */
export interface ThresholdCounts {
  /** Examples of the class among them. */
  hits: number;
  /** Others among them. */
  falseAlarms: number;
}

/**
 * Lowers the threshold from above the highest score to the lowest: one entry before the first example, and one after
 * each score that occurs.
 * @throws {InvalidArgumentError} when the lengths differ
 */
export function thresholdSweep({ positives, scores }: ClassScoring): ThresholdCounts[] {
  if (positives.length !== scores.length) {
    throw new InvalidArgumentError({
      argument: 'scores',
      allowed: `as many as there are examples, ${positives.length}`,
      received: scores.length,
    });
  }
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i);
  order.sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const counts = [{ hits: 0, falseAlarms: 0 }];
  let hits = 0;
  for (let rank = 0; rank < order.length; rank++) {
    hits += Number(positives[order[rank] as number]);
    const isLastOfScore = scores[order[rank] as number] !== scores[order[rank + 1] as number];
    if (isLastOfScore) counts.push({ hits, falseAlarms: rank + 1 - hits });
  }
  return counts;
}

/** A curve over thresholds, in the unit square. */
export interface ThresholdCurve {
  /** From the highest threshold to the lowest. */
  points: readonly (readonly [x: number, y: number])[];
  /** The area under the curve, 0 to 1. */
  area: number;
}
