import { crc32 } from './crc32';
import type { ImageHeader } from './read-image-header';

/**
 * Renames the EXIF block of a JPEG, PNG or WebP file, so that a decoder which insists on turning pictures by their
 * EXIF orientation, as browsers do, leaves them as they are stored.
 *
 * @param bytes the file; not changed
 * @param format what it is
 * @returns `bytes` itself where there is no EXIF block, else a changed copy
 */
export function hideExif(bytes: Uint8Array, format: ImageHeader['format']): Uint8Array {
  const at = findExif[format]?.(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (at === undefined) return bytes;
  const copy = new Uint8Array(bytes); // not slice(), which in a Buffer shares memory
  copy.set([0x78, 0x78, 0x58, 0x78], at); // 'xxXx', which a PNG decoder knows to skip
  if (format === 'png') sign(copy, at);
  return copy;
}

/** Brings the checksum of the PNG chunk whose kind is at `at` up to date. */
function sign(bytes: Uint8Array, at: number): void {
  const view = new DataView(bytes.buffer);
  const end = at + 4 + view.getUint32(at - 4);
  if (end + 4 <= bytes.length) view.setUint32(end, crc32(bytes.subarray(at, end)));
}

type FindExif = (view: DataView) => number | undefined;

/** Finds where the EXIF block of a file starts: at the name `Exif`, in a PNG `eXIf`. */
export const findExif: Partial<Record<ImageHeader['format'], FindExif>> = {
  jpeg: (view) => {
    let at = 2;
    while (at + 10 < view.byteLength && view.getUint8(at) === 0xff && view.getUint8(at + 1) !== 0xda) {
      if (view.getUint8(at + 1) === 0xe1 && view.getUint32(at + 4) === 0x45786966) return at + 4;
      at += 2 + view.getUint16(at + 2);
    }
    return undefined;
  },
  png: (view) => findChunk(view, { start: 8, kind: 0x65584966, kindFirst: false }),
  webp: (view) => findChunk(view, { start: 12, kind: 0x45584946, kindFirst: true }),
};

/** PNG: length, kind, body, checksum, big-endian. WebP: kind, length, body padded to even, little-endian. */
function findChunk(
  view: DataView,
  { start, kind, kindFirst }: { start: number; kind: number; kindFirst: boolean },
): number | undefined {
  let at = start;
  while (at + 8 <= view.byteLength) {
    const kindAt = kindFirst ? at : at + 4;
    if (view.getUint32(kindAt) === kind) return kindAt;
    const length = view.getUint32(kindFirst ? at + 4 : at, kindFirst);
    at += kindFirst ? 8 + length + (length % 2) : 12 + length;
  }
  return undefined;
}
