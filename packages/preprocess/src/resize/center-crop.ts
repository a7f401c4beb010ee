import { checkPixelImage, type PixelImage, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import { resizeImage } from './resize-image';
import { resizeFields } from './resize-options';

const optionsSchema = v.strictObject({ height: resizeFields.height, width: resizeFields.width });

/**
 * Cuts the middle out of a picture, as Keras's `CenterCrop` layer: `height` by `width` pixels, unchanged. Where the
 * picture is too small on either side, the largest centred window of that shape is resized (bilinear) instead.
 *
 * @param image the picture, any channels
 * @param options the size to cut out
 * @returns a new picture; the array type of `image` is kept unless it had to be resized, which gives floats
 * @throws {InvalidArgumentError}
 */
export function centerCrop(image: PixelImage, options: { height: number; width: number }): PixelImage {
  checkPixelImage(image);
  const { height, width } = parseOptions(optionsSchema, options);
  if (image.height < height || image.width < width)
    return resizeImage(image, { height, width, cropToAspectRatio: true });
  const top = Math.floor((image.height - height) / 2);
  const left = Math.floor((image.width - width) / 2);
  const length = width * image.channels;
  const data = image.data.slice(0, height * length);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * image.channels;
    data.set(image.data.subarray(from, from + length), y * length);
  }
  return { width, height, channels: image.channels, data };
}
