import { resizeImage } from '@imgclf/preprocess';
import type { PixelImage, Platform } from '@imgclf/runtime';
import { toEightBit } from './to-eight-bit';

/** A picture ready to be placed: a PNG as data URI and the size to show it at. */
export interface Thumbnail {
  href: string;
  /** Pixels of the page. */
  width: number;
  /** Pixels of the page. */
  height: number;
}

/** Options of {@link thumbnail}. */
export interface ThumbnailOptions {
  platform: Pick<Platform, 'encodePng'>;
  /** The longer side, in pixels of the page. */
  size: number;
  /** The values to show as black and white, for `Float32Array` pixels. */
  range?: readonly [black: number, white: number];
}

/** Pixels of the picture for each pixel of the page: above one for sharp screens, below two for small files. */
const density = 1.5;

/**
 * Fits a picture into a square of `size`. Small ones (digits) are enlarged with hard pixel edges, large ones shrunk by
 * averaging to what sharp screens need.
 */
export async function thumbnail(
  image: PixelImage,
  { platform, size, range }: ThumbnailOptions,
): Promise<Thumbnail> {
  const longest = Math.max(image.width, image.height);
  const zoom = size / longest;
  const png = await platform.encodePng(resized(toEightBit(image, range), longest, size));
  return {
    href: `data:image/png;base64,${base64(png)}`,
    width: Math.max(1, Math.round(image.width * zoom)),
    height: Math.max(1, Math.round(image.height * zoom)),
  };
}

function resized(image: PixelImage, longest: number, size: number): PixelImage {
  const { width, height } = image;
  const factor = Math.floor((2 * size) / longest);
  if (factor > 1) {
    return resizeImage(image, { width: width * factor, height: height * factor, interpolation: 'nearest' });
  }
  if (longest <= density * size) return image;
  const shrink = (side: number) => Math.max(1, Math.round((side * density * size) / longest));
  const small = resizeImage(image, { width: shrink(width), height: shrink(height), interpolation: 'area' });
  return toEightBit(small, [0, 255]);
}

/** `btoa` takes a string of bytes, and a call only so many arguments. */
function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
