/** The picture formats that imgclf reads. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'bmp' | 'tiff' | 'avif';

/** What an encoded picture says of itself before it is decoded. */
export interface ImageHeader {
  readonly format: ImageFormat;
  /** As stored, before any turning by EXIF orientation; `undefined` for TIFF and where the header is cut short. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  /** Colour planes of a JPEG: 1 grey, 3 colour, 4 CMYK. Not looked for in other formats. */
  readonly components?: number;
  /** Whether a JPEG's picture comes in several scans. Not looked for in other formats. */
  readonly progressive?: boolean;
}

/** Reads format and size off the first bytes of a picture; `undefined` where they are no format that imgclf reads. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const format = formats.find(({ matches }) => matches(bytes));
  if (format === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return { format: format.name, size: undefined, ...format.read(view) };
  } catch (error) {
    if (error instanceof RangeError) return { format: format.name, size: undefined };
    throw error;
  }
}

interface Format {
  readonly name: ImageFormat;
  readonly matches: (bytes: Uint8Array) => boolean;
  /** Reads what it can; a `RangeError` of the view means that the header is cut short. */
  readonly read: (view: DataView) => Partial<ImageHeader>;
}

const formats: readonly Format[] = [
  { name: 'jpeg', matches: (bytes) => hasText(bytes, 0, '\xff\xd8\xff'), read: readJpeg },
  { name: 'png', matches: (bytes) => hasText(bytes, 0, '\x89PNG\r\n\x1a\n'), read: readPng },
  { name: 'gif', matches: (bytes) => hasText(bytes, 0, 'GIF8'), read: readGif },
  { name: 'bmp', matches: (bytes) => hasText(bytes, 0, 'BM'), read: readBmp },
  {
    name: 'webp',
    matches: (bytes) => hasText(bytes, 0, 'RIFF') && hasText(bytes, 8, 'WEBP'),
    read: readWebp,
  },
  { name: 'avif', matches: isAvif, read: readAvif },
  { name: 'tiff', matches: isTiff, read: () => ({}) },
];

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

function isTiff(bytes: Uint8Array): boolean {
  return hasText(bytes, 0, 'II*\0') || hasText(bytes, 0, 'MM\0*');
}

/** The `ftyp` box names its brands in words of four bytes. */
function isAvif(bytes: Uint8Array): boolean {
  if (!hasText(bytes, 4, 'ftyp')) return false;
  const end = Math.min(bytes[3] as number, 128);
  for (let at = 8; at < end; at += 4)
    if (hasText(bytes, at, 'avif') || hasText(bytes, at, 'avis')) return true;
  return false;
}

/**
 * Walks the segments to the frame header (SOF0 to SOF15 but for DHT, JPG and DAC). Gives up where there is anything else
 * than whole segments, so that it never reads another header than a decoder would.
 */
function readJpeg(view: DataView) {
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return {};
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
      return { size, components: view.getUint8(at + 9), progressive: [2, 6, 10, 14].includes(marker & 15) };
    }
    const isPadding = marker === 0xff;
    const isSegment = marker === 0xc4 || marker === 0xcc || marker >= 0xda;
    const length = isPadding ? 1 : 2 + view.getUint16(at + 2);
    if (!isPadding && (!isSegment || length < 4)) return {};
    at += length;
  }
}

function readPng(view: DataView) {
  return { size: { width: view.getUint32(16), height: view.getUint32(20) } };
}

function readGif(view: DataView) {
  return { size: { width: view.getUint16(6, true), height: view.getUint16(8, true) } };
}

/** A negative height means that the rows run from the top. */
function readBmp(view: DataView) {
  const isOs2 = view.getUint32(14, true) === 12;
  if (isOs2) return { size: { width: view.getUint16(18, true), height: view.getUint16(20, true) } };
  return { size: { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) } };
}

function readWebp(view: DataView) {
  const kind = view.getUint8(15);
  if (kind === 0x58) return { size: { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 } }; // VP8X
  if (kind === 0x4c) {
    const bits = view.getUint32(21, true); // VP8L: twice 14 bits
    return { size: { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 } };
  }
  return { size: { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff } };
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000;
}

/** The largest `ispe` property: a thumbnail or an alpha plane has one too. It lies in the first box after `ftyp`. */
function readAvif(view: DataView) {
  const ispe = 0x69737065;
  const end = Math.min(view.byteLength - 16, 0x10000);
  let size: ImageHeader['size'];
  for (let at = 0; at <= end; at++) {
    if (view.getUint32(at) !== ispe) continue;
    const found = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (size === undefined || found.width * found.height > size.width * size.height) size = found;
  }
  return { size };
}
