import type { PixelImage } from './pixel-image';

/** How a BMP file stores its pixels. */
interface Layout {
  readonly width: number;
  readonly height: number;
  readonly isTopDown: boolean;
  readonly bits: number;
  readonly pixelsAt: number;
  readonly masks: readonly [red: number, green: number, blue: number, alpha: number];
  readonly palette: { readonly at: number; readonly entrySize: number; readonly count: number };
}

/**
 * Decodes an uncompressed BMP of 1, 4, 8 (palette), 16, 24 or 32 bits a pixel, rows from either end, to RGBA; alpha is
 * 255 where the file has none. A 32-bit file without masks carries alpha, as in TensorFlow.
 *
 * @param bytes the file; its size must have been checked
 * @throws {RangeError} when the file is cut short or breaks the format; the message says how
 */
export function decodeBmp(bytes: Uint8Array): PixelImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const layout = readLayout(view);
  const { width, height, bits, isTopDown, pixelsAt } = layout;
  const rowSize = Math.ceil((width * bits) / 32) * 4;
  if (pixelsAt + rowSize * height > bytes.length) throw new RangeError('its pixels are cut short');
  const data = new Uint8Array(width * height * 4);
  const writePixel = bits <= 8 ? paletteWriter(view, layout, data) : colorWriter(view, layout, data);
  for (let y = 0; y < height; y++) {
    const rowAt = pixelsAt + (isTopDown ? y : height - 1 - y) * rowSize;
    for (let x = 0; x < width; x++) writePixel(rowAt, x, (y * width + x) * 4);
  }
  return { width, height, channels: 4, data };
}

type WritePixel = (rowAt: number, x: number, to: number) => void;

function readLayout(view: DataView): Layout {
  const headerSize = view.getUint32(14, true);
  const isOs2 = headerSize === 12;
  const width = isOs2 ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = isOs2 ? view.getUint16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(isOs2 ? 24 : 28, true);
  const compression = isOs2 ? 0 : view.getUint32(30, true);
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw new RangeError(`it has ${bits} bits a pixel`);
  const hasMasks = compression === 3 && (bits === 16 || bits === 32);
  if (compression !== 0 && !hasMasks) throw new RangeError(`its compression ${compression} is not supported`);
  if (width < 1 || signedHeight === 0) throw new RangeError(`its size is ${width} x ${signedHeight}`);
  const declared = isOs2 ? 0 : view.getUint32(46, true);
  return {
    width,
    height: Math.abs(signedHeight),
    isTopDown: signedHeight < 0,
    bits,
    pixelsAt: view.getUint32(10, true),
    masks: hasMasks ? readMasks(view, headerSize) : bits === 16 ? masks16 : masks32,
    palette: { at: 14 + headerSize, entrySize: isOs2 ? 3 : 4, count: declared || 2 ** Math.min(bits, 8) },
  };
}

const masks16 = [0x7c00, 0x3e0, 0x1f, 0] as const;
const masks32 = [0xff0000, 0xff00, 0xff, 0xff000000] as const;

/** Red, green and blue follow the first 40 bytes of every header; alpha only from the third version on. */
function readMasks(view: DataView, headerSize: number): Layout['masks'] {
  const [red, green, blue] = [54, 58, 62].map((at) => view.getUint32(at, true)) as [number, number, number];
  return [red, green, blue, headerSize >= 56 ? view.getUint32(66, true) : 0];
}

function paletteWriter(view: DataView, { bits, palette }: Layout, data: Uint8Array): WritePixel {
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  return (rowAt, x, to) => {
    const byte = view.getUint8(rowAt + Math.floor(x / perByte));
    const index = (byte >> (8 - bits * ((x % perByte) + 1))) & mask;
    if (index >= palette.count) throw new RangeError(`its palette has no colour ${index}`);
    const from = palette.at + index * palette.entrySize;
    for (let i = 0; i < 3; i++) data[to + i] = view.getUint8(from + 2 - i);
    data[to + 3] = 255;
  };
}

function colorWriter(view: DataView, { bits, masks }: Layout, data: Uint8Array): WritePixel {
  if (bits === 24)
    return (rowAt, x, to) => {
      for (let i = 0; i < 3; i++) data[to + i] = view.getUint8(rowAt + x * 3 + 2 - i);
      data[to + 3] = 255;
    };
  const shifts = masks.map((mask) => (mask === 0 ? 0 : 31 - Math.clz32(mask & -mask)));
  return (rowAt, x, to) => {
    const word = bits === 16 ? view.getUint16(rowAt + x * 2, true) : view.getUint32(rowAt + x * 4, true);
    for (let i = 0; i < 4; i++) {
      const [mask, shift] = [masks[i] as number, shifts[i] as number];
      const scale = mask === 0 ? 0 : 255 / (mask >>> shift);
      data[to + i] = Math.round(((word & mask) >>> shift) * scale);
    }
    if (masks[3] === 0) data[to + 3] = 255;
  };
}
