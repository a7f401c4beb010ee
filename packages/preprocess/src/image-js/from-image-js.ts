import { InvalidArgumentError, type PixelImage } from '@imgclf/runtime';

/** What is needed of an `Image` of image-js 1.x. */
export interface ImageJsLike {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly bitDepth: number;
  /** The pixels, row by row. */
  getRawImage(): { readonly data: Uint8Array | Uint8ClampedArray | Uint16Array };
}

/**
 * Takes a picture over from image-js.
 *
 * @param image an `Image` of image-js 1.x: grey or colour, with or without alpha, 8 or 16 bits
 * @returns the same pixels (8 bits: the same memory); of 16-bit values the high byte, as TensorFlow reads them
 * @throws {InvalidArgumentError}
 */
export function fromImageJs(image: ImageJsLike): PixelImage {
  const { width, height, channels, bitDepth } = image;
  const { data } = image.getRawImage();
  if (channels !== 1 && channels !== 2 && channels !== 3 && channels !== 4)
    throw new InvalidArgumentError({
      argument: 'image.channels',
      allowed: '1, 2, 3 or 4',
      received: channels,
    });
  if (data instanceof Uint16Array && bitDepth === 16)
    return { width, height, channels, data: Uint8Array.from(data, (value) => value >> 8) };
  if (!(data instanceof Uint16Array) && bitDepth === 8) return { width, height, channels, data };
  throw new InvalidArgumentError({ argument: 'image.bitDepth', allowed: '8 or 16', received: bitDepth });
}
