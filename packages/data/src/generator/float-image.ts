import type { PixelImage } from '@imgclf/runtime';

/** A picture whose values are float32, as Keras's generator works on: any range, no rounding. */
export interface FloatImage extends PixelImage {
  readonly data: Float32Array;
}

/** The picture with values of its own in place of these. */
export function withData(image: FloatImage, data: Float32Array): FloatImage {
  return { width: image.width, height: image.height, channels: image.channels, data };
}

/** The smallest and the largest value. */
export function extent({ data }: FloatImage): { min: number; max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (const value of data) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}
