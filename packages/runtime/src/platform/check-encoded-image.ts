import { ImageTooLargeError } from '../errors/image-too-large-error';
import { ImageUnreadableError } from '../errors/image-unreadable-error';
import { describeValue } from '../validation/describe-value';
import { type ImageHeader, readImageHeader } from './read-image-header';

/**
 * Everything that can be said against an encoded picture before it is decoded: it is empty, of no known format, cut
 * short, or larger than allowed.
 *
 * @param bytes the encoded picture
 * @param limits what to call it in errors, and how many pixels it may have
 * @throws {ImageUnreadableError} @throws {ImageTooLargeError}
 */
export function checkEncodedImage(
  bytes: Uint8Array,
  { file, maxPixels }: { file: string; maxPixels: number },
): ImageHeader {
  const name = describeValue(file);
  if (bytes.length === 0)
    throw new ImageUnreadableError({ file, message: `${name} is empty: it has 0 bytes.` });
  const header = readImageHeader(bytes);
  if (header === undefined) {
    const allowed = 'a JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF image';
    throw new ImageUnreadableError({ file, message: `${name} must be ${allowed}; ${startOf(bytes)}.` });
  }
  const { size, format } = header;
  if (size !== undefined && size.width * size.height > maxPixels) {
    const message = `${name} must have at most ${maxPixels} pixels (maxPixels); its header claims ${size.width} x ${size.height}.`;
    throw new ImageTooLargeError({ file, message });
  }
  const end = ends[format];
  if (end !== undefined && !contains(bytes, end))
    throw new ImageUnreadableError({
      file,
      message: `${name} is cut short: the end mark of a ${format.toUpperCase()} file is missing.`,
    });
  return header;
}

/** TensorFlow refuses a file without its end mark too; decoders differ in whether they notice. */
const ends: Partial<Record<ImageHeader['format'], readonly number[]>> = {
  jpeg: [0xff, 0xd9],
  png: [0x49, 0x45, 0x4e, 0x44],
};

/** Searches from the back, where the mark is but for trailing bytes. */
function contains(bytes: Uint8Array, mark: readonly number[]): boolean {
  for (let at = bytes.length - mark.length; at >= 0; at--) {
    if (mark.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}

function startOf(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  return `it starts with ${JSON.stringify(start)}`;
}
