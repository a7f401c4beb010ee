/** Sizes of the batch that is augmented. */
export const imagesShape = [32, 160, 160, 3];

/** The batch: the same on every side, noise with the values of photographs. */
export function images() {
  let state = 1;
  return Float32Array.from({ length: imagesShape.reduce((a, b) => a * b, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}
