import { findExif } from './hide-exif';

const orientationTag = 0x0112;

/**
 * Reads the EXIF orientation of a JPEG.
 *
 * @param bytes the file
 * @returns 1 to 8, of which 1, upright, also stands for none and for one that makes no sense
 */
export function readExifOrientation(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const exif = findExif.jpeg?.(view);
    const orientation = exif === undefined ? 1 : findOrientation(view, exif + 6);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  } catch (error) {
    if (error instanceof RangeError) return 1; // the block claims more than there is
    throw error;
  }
}

/** Looks through the first directory of a TIFF block: entries of 12 bytes, tag, kind, count and value. */
function findOrientation(view: DataView, start: number): number {
  const isLittle = view.getUint16(start) === 0x4949; // 'II'
  const directory = start + view.getUint32(start + 4, isLittle);
  const count = view.getUint16(directory, isLittle);
  for (let entry = directory + 2; entry < directory + 2 + count * 12; entry += 12)
    if (view.getUint16(entry, isLittle) === orientationTag) return view.getUint16(entry + 8, isLittle);
  return 1;
}
