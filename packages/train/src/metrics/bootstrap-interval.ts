import { Mt19937, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';

/** Options of {@link bootstrapInterval}. */
export interface BootstrapOptions {
  /** Resamples to draw. @default 1000 */
  samples?: number;
  /** The share of resamples inside the interval, between 0 and 1. @default 0.95 */
  confidence?: number;
  /** Fixes the draws. @default 0 */
  seed?: number;
}

/** A value and the interval it probably lies in. */
export interface ConfidenceInterval {
  /** The statistic of the examples as they are. */
  value: number;
  low: number;
  high: number;
}

const options = v.object({
  samples: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1, 'an integer of at least 1')), 1000),
  confidence: v.optional(
    v.pipe(v.number(), v.gtValue(0, 'between 0 and 1'), v.ltValue(1, 'between 0 and 1')),
    0.95,
  ),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0, 'an integer of at least 0')), 0),
});

/**
 * A percentile bootstrap interval: how far a statistic of so many examples would scatter if they were drawn again.
 *
 * @param examples how many there are, at least 1
 * @param statistic computes the statistic from the examples at these indices, some of which come several times
 * @throws {InvalidArgumentError}
 * @example
 * const right = predictions.map(({ label, predicted }) => Number(label === predicted));
 * const accuracy = (indices) => indices.reduce((sum, i) => sum + right[i], 0) / indices.length;
 * const { low, high } = bootstrapInterval(right.length, accuracy);
 */
export function bootstrapInterval(
  examples: number,
  statistic: (indices: Uint32Array) => number,
  given: BootstrapOptions = {},
): ConfidenceInterval {
  const { samples, confidence, seed } = parseOptions(options, given);
  parseOptions(v.object({ examples: v.pipe(v.number(), v.integer(), v.minValue(1)) }), { examples });
  const random = new Mt19937(seed);
  const values = Float64Array.from({ length: samples }, () =>
    statistic(Uint32Array.from({ length: examples }, () => random.bounded(examples - 1))),
  ).sort();
  const tail = (1 - confidence) / 2;
  return {
    value: statistic(Uint32Array.from({ length: examples }, (_, i) => i)),
    low: quantile(values, tail),
    high: quantile(values, 1 - tail),
  };
}

/** NumPy's default: linear between the two nearest of the sorted values. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (place - below);
}
