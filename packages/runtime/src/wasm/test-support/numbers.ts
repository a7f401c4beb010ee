import { expect } from 'vitest';
import { Mt19937 } from '../../random/mt19937';

/** Numbers between -1 and 1 that a seed decides. */
export function randomFloats(length: number, seed = 1): Float32Array {
  const generator = new Mt19937(seed);
  return Float32Array.from({ length }, () => 2 * generator.random() - 1);
}

/** Expects numbers to agree within `tolerance` of the largest, and none to be missing. */
export function expectClose(
  received: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = 1e-5,
): void {
  expect(received.length).toBe(expected.length);
  let largest = 1;
  for (let i = 0; i < expected.length; i++) largest = Math.max(largest, Math.abs(expected[i] ?? 0));
  const off: string[] = [];
  for (let i = 0; i < expected.length; i++) {
    const distance = Math.abs((received[i] ?? Number.NaN) - (expected[i] ?? Number.NaN));
    if (!(distance <= tolerance * largest)) off.push(`[${i}] ${received[i]} instead of ${expected[i]}`);
  }
  expect(off).toEqual([]);
}

/** The sum of the products of two arrays. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** The slope of `f` along element `index` of `x`, by a central difference. */
export function slope(f: (x: Float64Array) => number, x: ArrayLike<number>, index: number): number {
  const step = 1e-3;
  const moved = Float64Array.from(x);
  moved[index] = (x[index] ?? 0) + step;
  const above = f(moved);
  moved[index] = (x[index] ?? 0) - step;
  return (above - f(moved)) / (2 * step);
}
