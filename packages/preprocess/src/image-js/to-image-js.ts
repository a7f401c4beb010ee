import { checkPixelImage, type PixelImage } from '@imgclf/runtime';

/** The `Image` class of image-js 1.x. */
export type ImageJsClass<Image> = new (
  width: number,
  height: number,
  options: { data: Uint8Array; colorModel: 'GREY' | 'GREYA' | 'RGB' | 'RGBA' },
) => Image;

const colorModels = { 1: 'GREY', 2: 'GREYA', 3: 'RGB', 4: 'RGBA' } as const;

/**
 * Hands a picture to image-js, which this package does not depend on.
 *
 * @param image the picture; float values are rounded and kept within 0 to 255
 * @param Image the `Image` class of your copy of image-js 1.x
 * @returns an 8-bit `Image` with its own copy of the pixels
 * @throws {InvalidArgumentError}
 *
 * @example
 * import { Image } from 'image-js';
 * const edges = toImageJs(photo, Image).cannyEdge();
 */
export function toImageJs<Result>(image: PixelImage, Image: ImageJsClass<Result>): Result {
  checkPixelImage(image);
  const { width, height, channels, data } = image;
  const clamped = Uint8ClampedArray.from(data);
  return new Image(width, height, {
    data: new Uint8Array(clamped.buffer),
    colorModel: colorModels[channels],
  });
}
