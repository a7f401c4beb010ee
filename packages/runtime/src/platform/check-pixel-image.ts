import { InvalidArgumentError } from '../errors/invalid-argument-error';
import type { PixelImage } from './pixel-image';

/**
 * Makes sure that a value from outside is a {@link PixelImage} before its pixels are touched.
 *
 * @param image what the caller passed
 * @param argument what to call it in the error
 * @throws {InvalidArgumentError} naming the first field that is wrong
 */
export function checkPixelImage(image: unknown, argument = 'image'): asserts image is PixelImage {
  if (typeof image !== 'object' || image === null)
    throw new InvalidArgumentError({ argument, allowed: 'a PixelImage', received: image });
  const { width, height, channels, data } = image as Partial<PixelImage>;
  checkSide(width, `${argument}.width`);
  checkSide(height, `${argument}.height`);
  if (channels !== 1 && channels !== 2 && channels !== 3 && channels !== 4)
    throw new InvalidArgumentError({
      argument: `${argument}.channels`,
      allowed: '1, 2, 3 or 4',
      received: channels,
    });
  checkData(data, width * height * channels, `${argument}.data`);
}

/**
 * Makes sure that a value from outside is a {@link PixelImage} of 8-bit values, such as can be encoded.
 * @throws {InvalidArgumentError} naming the first field that is wrong
 */
export function checkEightBitImage(image: unknown, argument = 'image'): asserts image is PixelImage {
  checkPixelImage(image, argument);
  if (image.data instanceof Float32Array)
    throw new InvalidArgumentError({
      argument: `${argument}.data`,
      allowed: 'a Uint8Array or Uint8ClampedArray of values from 0 to 255',
      received: image.data,
    });
}

function checkSide(side: number | undefined, argument: string): asserts side is number {
  if (side === undefined || !Number.isSafeInteger(side) || side < 1)
    throw new InvalidArgumentError({ argument, allowed: 'an integer of at least 1', received: side });
}

function checkData(data: unknown, length: number, argument: string): void {
  const isTyped =
    data instanceof Uint8Array || data instanceof Uint8ClampedArray || data instanceof Float32Array;
  if (!isTyped || data.length !== length)
    throw new InvalidArgumentError({
      argument,
      allowed: `a Uint8Array, Uint8ClampedArray or Float32Array of width x height x channels = ${length} values`,
      received: isTyped ? `${data.constructor.name} of ${data.length} values` : data,
    });
}
