import { InvalidArgumentError } from '@imgclf/runtime';
import type { LearningRateSchedule } from './learning-rate-schedule';

/** Options of {@link piecewiseConstantDecay}. */
export interface PiecewiseConstantDecayOptions {
  /** The last step of each piece but the last one, ascending. */
  boundaries: readonly number[];
  /** The rate of each piece: one more than boundaries. */
  values: readonly number[];
}

/**
 * The first value up to and including the first boundary, then the second, and so on.
 * Source: Keras 3 `PiecewiseConstantDecay`.
 *
 * @throws {InvalidArgumentError} when there is not one value more than boundaries
 */
export function piecewiseConstantDecay({
  boundaries,
  values,
}: PiecewiseConstantDecayOptions): LearningRateSchedule {
  if (values.length !== boundaries.length + 1) {
    const allowed = `one number more than the ${boundaries.length} boundaries`;
    throw new InvalidArgumentError({ argument: 'values', allowed, received: values });
  }
  return {
    name: 'piecewiseConstantDecay',
    settings: { boundaries, values },
    at: (step) => {
      const piece = boundaries.findIndex((boundary) => step <= boundary);
      return values.at(piece) ?? 0;
    },
  };
}
