import { type ImageSource, readImage } from '@imgclf/models';
import type { PixelImage, Platform } from '@imgclf/runtime';
import { type RgbImage, toRgb } from './to-rgb';

/** How pictures are got at. */
export interface ReadPictureOptions {
  platform: Platform | undefined;
  signal: AbortSignal | undefined;
}

/**
 * Brings any picture to RGB: files are turned upright by their EXIF orientation and JPEG is computed as OpenCV, Pillow
 * and browsers do it, so that faces are found where those find them.
 *
 * @throws what the platform throws on files that cannot be read or decoded
 */
export async function readPicture(source: ImageSource, options: ReadPictureOptions): Promise<RgbImage> {
  if (isPixelImage(source)) return toRgb(source);
  const decoding = { colorMode: 'rgb', applyExifOrientation: true, dctMethod: 'accurate' } as const;
  return toRgb(await readImage(source, { ...decoding, ...options }));
}

function isPixelImage(source: unknown): source is PixelImage {
  return typeof source === 'object' && source !== null && 'channels' in source && 'data' in source;
}
