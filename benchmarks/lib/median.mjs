/**
 * The middle of some numbers, the upper one of two.
 *
 * @param {number[]} values at least one
 */
export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
