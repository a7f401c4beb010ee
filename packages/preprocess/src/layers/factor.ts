import { InvalidArgumentError } from '@imgclf/runtime';

/** How far a layer may go: a number for as far either way, or the two ends. */
export type Factor = number | readonly [lower: number, upper: number];

/** The two ends of a range, the lower first. */
export type Range = readonly [lower: number, upper: number];

/** What a factor may be. */
export interface FactorBounds {
  readonly min: number;
  readonly max: number;
  /** Whether `min` itself is not allowed. */
  readonly minExcluded?: boolean;
}

/**
 * The range that a factor stands for: `f` is from `-f` to `f`, or from 0 where nothing may be negative.
 *
 * @throws {InvalidArgumentError} when it is neither a number nor a pair, or out of bounds
 */
export function rangeOf(
  argument: string,
  factor: unknown,
  { min, max, minExcluded = false }: FactorBounds,
): Range {
  const ends: unknown[] = Array.isArray(factor) ? factor : [factor];
  const isValid = (end: unknown): end is number =>
    typeof end === 'number' && end <= max && (minExcluded ? end > min : end >= min);
  if (!ends.every(isValid) || ends.length > 2 || (Array.isArray(factor) && ends.length !== 2))
    throw new InvalidArgumentError({
      argument,
      allowed: `a number ${minExcluded ? 'above' : 'from'} ${min} ${minExcluded ? 'and up' : ''} to ${max}, or a pair of them`,
      received: factor,
    });
  const [first, second] = ends as [number, number | undefined];
  if (second !== undefined) return [Math.min(first, second), Math.max(first, second)];
  const size = Math.abs(first);
  return [Math.max(-size, min), size];
}
