import { type PixelImage, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import { toGrayscale } from './color/to-grayscale';
import { resizeImage } from './resize/resize-image';
import { resizeFields } from './resize/resize-options';

const optionsSchema = v.strictObject({ size: v.optional(resizeFields.height, 96) });

/**
 * A photograph as the input of a dense network: grey, resized to a square (bilinear, distorted if need be), flattened
 * row by row, and scaled from 0..255 to 0..1.
 *
 * @param image a picture of values 0 to 255, any channels
 * @param options `size`: the side of the square, 96 by default
 * @returns `size * size` values
 * @throws {InvalidArgumentError}
 *
 * @example
 * const input = processImage(photo); // Float32Array of 9216 values
 */
export function processImage(image: PixelImage, options: { size?: number } = {}): Float32Array {
  const { size } = parseOptions(optionsSchema, options);
  const { data } = resizeImage(toGrayscale(image), { height: size, width: size });
  return Float32Array.from(data, (value) => value / 255);
}
