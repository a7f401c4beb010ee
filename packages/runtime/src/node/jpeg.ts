import { checkEncodedImage } from '../platform/check-encoded-image';
import type { PixelImage } from '../platform/pixel-image';
import type { ColorMode } from '../platform/platform';
import { decodeJpegHere } from './platform/decode-jpeg';

/** What {@link decodeJpegSync} needs besides the file. */
export interface DecodeJpegSyncOptions {
  /** What to call the picture in errors. */
  readonly file: string;
  readonly colorMode: ColorMode;
  readonly applyExifOrientation: boolean;
  /** Pictures whose header claims more pixels are refused. */
  readonly maxPixels: number;
  /** Gives memory for that many bytes of pixels, which the result then holds. */
  readonly allocate: (length: number) => Uint8Array;
}

/**
 * Decodes a JPEG on this thread, for threads that do nothing else; an entry of its own, so that they load nothing else
 * either. The pixels are those of `nodePlatform.decodeImage`.
 *
 * @param bytes the encoded picture
 * @param options see {@link DecodeJpegSyncOptions}
 * @returns `undefined` for what only `nodePlatform.decodeImage` can read or find fault with: other formats, CMYK, damage
 * @throws {ImageUnreadableError} @throws {ImageTooLargeError}
 */
export function decodeJpegSync(bytes: Uint8Array, options: DecodeJpegSyncOptions): PixelImage | undefined {
  const header = checkEncodedImage(bytes, options);
  return header.format === 'jpeg' ? decodeJpegHere({ ...options, bytes, header }) : undefined;
}
