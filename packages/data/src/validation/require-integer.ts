import { InvalidArgumentError } from '@imgclf/runtime';

/**
 * Checks a whole number that is passed on its own rather than in an options object.
 *
 * @throws {InvalidArgumentError} when `value` is not an integer from `min` to `max`
 */
export function requireInteger(argument: string, value: unknown, min: number, max = Infinity): void {
  if (typeof value === 'number' && (Number.isInteger(value) || value === max) && value >= min && value <= max)
    return;
  const allowed = max === Infinity ? `an integer of at least ${min}` : `an integer from ${min} to ${max}`;
  throw new InvalidArgumentError({ argument, allowed, received: value });
}
