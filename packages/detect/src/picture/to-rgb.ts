import { checkPixelImage, type PixelImage } from '@imgclf/runtime';

/** A picture of three 8-bit channels. */
export interface RgbImage extends PixelImage {
  readonly channels: 3;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/**
 * Any picture as 8-bit RGB: grey is replicated, alpha dropped without compositing, floats rounded and clamped to 0..255.
 *
 * @throws {InvalidArgumentError} when `image` is no picture
 */
export function toRgb(image: PixelImage): RgbImage {
  checkPixelImage(image);
  const { width, height, channels, data } = image;
  if (isRgb(image)) return image;
  const rgb = new Uint8ClampedArray(width * height * 3);
  const offsets = channels < 3 ? [0, 0, 0] : [0, 1, 2];
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let c = 0; c < 3; c++)
      rgb[pixel * 3 + c] = data[pixel * channels + (offsets[c] as number)] as number;
  }
  return { width, height, channels: 3, data: rgb };
}

function isRgb(image: PixelImage): image is RgbImage {
  return image.channels === 3 && !(image.data instanceof Float32Array);
}
