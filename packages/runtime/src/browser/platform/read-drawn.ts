import { ImageUnreadableError } from '../../errors/image-unreadable-error';
import { InvalidArgumentError } from '../../errors/invalid-argument-error';
import { fromRgba } from '../../platform/convert-channels';
import type { PixelImage } from '../../platform/pixel-image';
import type { ColorMode } from '../../platform/platform';
import { readBitmap } from './read-bitmap';

/** `Platform.readDrawn`: through a bitmap, which browsers make of everything that has pixels. */
export async function readDrawn(
  source: ImageBitmapSource,
  { colorMode = 'rgb' }: { colorMode?: ColorMode } = {},
): Promise<PixelImage> {
  const bitmap = await toBitmap(source);
  try {
    return fromRgba(readBitmap(bitmap), { colorMode, format: 'png' });
  } finally {
    bitmap.close();
  }
}

async function toBitmap(source: ImageBitmapSource): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(source, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  } catch (cause) {
    // A TypeError says that the argument is of no known type; DOMExceptions, what is wrong with its pixels.
    if (cause instanceof TypeError) {
      const allowed = 'a canvas, an ImageBitmap, an image or video element or ImageData';
      throw new InvalidArgumentError({ argument: 'source', allowed, received: source });
    }
    const message = `The picture cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new ImageUnreadableError({ file: 'image', message, cause });
  }
}
