import { checkPixelImage, InvalidArgumentError, type PixelImage } from '@imgclf/runtime';
import { bringPixels } from './blend-memory';
import { resample } from './resample';
import { type CheckedResizeOptions, parseResizeOptions, type ResizeOptions } from './resize-options';
import { planResize } from './resize-plan';

/**
 * Resizes a picture to the numbers that Keras's image loader gives (TensorFlow's, half-pixel centres, never
 * antialiased), within 1e-3 of 255 and exactly for `nearest`.
 *
 * @param image the picture, any channels
 * @param options the new size, and how
 * @returns a new picture of `options.height` by `options.width`, same channels: float values, or for `nearest` the values
 *   and array type of `image`. Methods with negative weights (bicubic, lanczos, mitchellcubic) may leave the input range.
 * @throws {InvalidArgumentError}
 *
 * @example
 * const small = resizeImage(photo, { height: 160, width: 160, cropToAspectRatio: true });
 */
export function resizeImage(image: PixelImage, options: ResizeOptions): PixelImage {
  checkPixelImage(image);
  const checked = parseResizeOptions(options);
  const { height, width, interpolation } = checked;
  const length = height * width * image.channels;
  const data = interpolation === 'nearest' ? sameType(image.data, length) : new Float32Array(length);
  resize(image, checked, data);
  return { width, height, channels: image.channels, data };
}

/**
 * {@link resizeImage} into memory that is there already, such as a part of a batch.
 *
 * @param image the picture, any channels
 * @param options the new size, and how
 * @param target receives `height * width * channels` values; where `padToAspectRatio` fills it stays as it is
 * @throws {InvalidArgumentError}
 */
export function resizeImageInto(image: PixelImage, options: ResizeOptions, target: PixelImage['data']): void {
  checkPixelImage(image);
  const checked = parseResizeOptions(options);
  const length = checked.height * checked.width * image.channels;
  if (target.length !== length) {
    const allowed = `an array of ${length} values`;
    throw new InvalidArgumentError({ argument: 'target', allowed, received: target.length });
  }
  resize(image, checked, target);
}

function resize(image: PixelImage, options: CheckedResizeOptions, target: PixelImage['data']): void {
  const { interpolation, width } = options;
  const source = interpolation === 'bilinear' ? bringPixels(image) : image;
  resample(source, { interpolation, plan: planResize(image, options), width }, target);
}

function sameType(data: PixelImage['data'], length: number): PixelImage['data'] {
  if (data instanceof Float32Array) return new Float32Array(length);
  return data instanceof Uint8ClampedArray ? new Uint8ClampedArray(length) : new Uint8Array(length);
}
