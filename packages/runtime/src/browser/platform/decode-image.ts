import { ImageUnreadableError } from '../../errors/image-unreadable-error';
import { checkEncodedImage } from '../../platform/check-encoded-image';
import { fromRgba } from '../../platform/convert-channels';
import { decodeBmp } from '../../platform/decode-bmp';
import { hideExif } from '../../platform/hide-exif';
import type { PixelImage } from '../../platform/pixel-image';
import type { DecodeImageOptions } from '../../platform/platform';
import { parseDecodeImageOptions } from '../../platform/platform-options';
import type { ImageHeader } from '../../platform/read-image-header';
import { describeValue } from '../../validation/describe-value';
import { throwIfAborted } from '../../validation/throw-if-aborted';
import { readBitmap } from './read-bitmap';

/** `Platform.decodeImage` in browsers: their own decoders, and for BMP, on which they differ, ours. */
export async function decodeImage(bytes: Uint8Array, options?: DecodeImageOptions): Promise<PixelImage> {
  const checked = parseDecodeImageOptions(bytes, options);
  throwIfAborted(checked.signal);
  const header = checkEncodedImage(bytes, checked);
  try {
    const rgba = header.format === 'bmp' ? decodeBmp(bytes) : await decodeRgba(bytes, header, checked);
    throwIfAborted(checked.signal);
    return fromRgba(rgba, { colorMode: checked.colorMode, format: header.format });
  } catch (cause) {
    throwIfAborted(checked.signal);
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `${describeValue(checked.file)} cannot be decoded as ${header.format.toUpperCase()}: ${reason}`;
    throw new ImageUnreadableError({ file: checked.file, message, cause });
  }
}

async function decodeRgba(
  bytes: Uint8Array,
  { format, size }: ImageHeader,
  { applyExifOrientation }: { applyExifOrientation: boolean },
): Promise<PixelImage> {
  if (size === undefined)
    throw new RangeError('its header gives no size, or browsers do not read the format.');
  const stored = applyExifOrientation ? bytes : hideExif(bytes, format);
  const blob = new Blob([stored as Uint8Array<ArrayBuffer>], { type: `image/${format}` });
  const bitmap = await createImageBitmap(blob, {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
    imageOrientation: 'from-image',
  });
  try {
    return readBitmap(bitmap);
  } finally {
    bitmap.close();
  }
}
