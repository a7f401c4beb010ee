/**
 * How images go on beyond their edges:
 * - `constantTaps`: with a constant, which pixels at the edge are mixed with (TensorFlow's `constant`),
 * - `constantPoints`: points outside show a constant, unmixed (SciPy's `constant`),
 * - `edge`: with the nearest pixel,
 * - `reflect`: d c b a | a b c d | d c b a,
 * - `wrap`: a b c d | a b c d (TensorFlow's),
 * - `shortWrap`: with a period one pixel short (SciPy's).
 */
export type Beyond = 'constantTaps' | 'constantPoints' | 'edge' | 'reflect' | 'wrap' | 'shortWrap';

/** Images to draw, each through a projective transformation of its own. */
export interface SampleJob {
  readonly shape: BatchShape;
  /**
   * For each image eight numbers a0 a1 a2 b0 b1 b2 c0 c1: the output pixel (x, y) shows the input at
   * ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k) with k = c0 x + c1 y + 1.
   */
  readonly transforms: Float32Array | Float64Array;
  /** Which axes of the result to mirror, for each image: 1 columns, 2 rows, 3 both. @default none */
  readonly mirrors?: Int32Array | undefined;
  readonly beyond: Beyond;
  readonly interpolation: 'nearest' | 'bilinear';
  /** The constant. */
  readonly fillValue: number;
  /** Whether coordinates are computed in float32, as TensorFlow does, rather than in doubles, as SciPy does. */
  readonly singlePrecision: boolean;
}

/** Sizes of a batch: images, rows, columns, channels. */
export type BatchShape = readonly [count: number, height: number, width: number, channels: number];

/** How many numbers describe the transformation of one image. */
export const transformSize = 8;
