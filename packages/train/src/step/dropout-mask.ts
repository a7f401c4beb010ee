/**
 * Fills `mask` with 0 for a share `rate` of the places and `1 / (1 - rate)` for the others. The draws follow from the
 * seed, the dropout's index and the iteration alone, so that training goes on the same after a resume, and is the same
 * on every backend.
 */
export function dropoutMask(
  mask: Float32Array,
  { rate, index, seed = 0 }: { rate: number; index: number; seed?: number },
  iteration: number,
): Float32Array {
  const kept = rate < 1 ? 1 / (1 - rate) : 0;
  const threshold = Math.round(rate * 2 ** 32);
  let state = mix(mix(mix(seed) ^ index) ^ iteration);
  for (let at = 0; at < mask.length; at++) {
    state = (state + 0x9e3779b9) | 0;
    mask[at] = mix(state) >>> 0 < threshold ? 0 : kept;
  }
  return mask;
}

/** A bijection of 32-bit numbers that scatters neighbours. Source: C. Wellons, "Prospecting for Hash Functions", 2018. */
function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}
