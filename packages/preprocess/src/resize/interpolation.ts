/** The ways to resize, by Keras's names. Linear ones read the nearest pixels only: nothing is antialiased. */
export const interpolations = [
  'bilinear',
  'nearest',
  'bicubic',
  'area',
  'lanczos3',
  'lanczos5',
  'gaussian',
  'mitchellcubic',
] as const;

/** How to compute new pixels from old ones, as in Keras. */
export type Interpolation = (typeof interpolations)[number];
