import type { ImageFormat } from '@imgclf/runtime';

/** How an encoded picture stores colours. */
export type StoredColorMode =
  | 'grayscale'
  | 'grayscale with alpha'
  | 'rgb'
  | 'rgba'
  | 'palette'
  | 'cmyk'
  | 'unknown';

/** Reads off an encoded picture's first bytes how it stores colours. */
export function colorModeOf(
  bytes: Uint8Array,
  { format, components }: { format: ImageFormat; components?: number },
): StoredColorMode {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    switch (format) {
      case 'jpeg':
        return byChannels[components ?? 0] ?? 'unknown';
      case 'png':
        return pngColorTypes[view.getUint8(25)] ?? 'unknown';
      case 'gif':
        return 'palette';
      case 'bmp':
        return bitsOfBmp(view) <= 8 ? 'palette' : 'rgb';
      case 'webp':
        return hasWebpAlpha(view) ? 'rgba' : 'rgb';
      case 'tiff':
        return tiffColorMode(view);
      case 'avif':
        return avifColorMode(bytes);
    }
  } catch (error) {
    if (error instanceof RangeError) return 'unknown';
    throw error;
  }
}

const byChannels: Readonly<Record<number, StoredColorMode>> = { 1: 'grayscale', 3: 'rgb', 4: 'cmyk' };

const pngColorTypes: Readonly<Record<number, StoredColorMode>> = {
  0: 'grayscale',
  2: 'rgb',
  3: 'palette',
  4: 'grayscale with alpha',
  6: 'rgba',
};

function bitsOfBmp(view: DataView): number {
  const isOs2 = view.getUint32(14, true) === 12;
  return view.getUint16(isOs2 ? 24 : 28, true);
}

function hasWebpAlpha(view: DataView): boolean {
  const kind = view.getUint8(15);
  if (kind === 0x58) return (view.getUint8(20) & 0x10) !== 0; // VP8X
  return kind === 0x4c && (view.getUint8(24) & 0x10) !== 0; // VP8L
}

/** Looks in the first directory for PhotometricInterpretation (262) and ExtraSamples (338). */
function tiffColorMode(view: DataView): StoredColorMode {
  const little = view.getUint8(0) === 0x49;
  const directory = view.getUint32(4, little);
  const tags = new Map<number, number>();
  for (let i = 0; i < view.getUint16(directory, little); i++) {
    const at = directory + 2 + i * 12;
    tags.set(view.getUint16(at, little), view.getUint16(at + 8, little));
  }
  const alpha = tags.has(338);
  const photometric = tags.get(262);
  if (photometric === 0 || photometric === 1) return alpha ? 'grayscale with alpha' : 'grayscale';
  if (photometric === 2 || photometric === 6) return alpha ? 'rgba' : 'rgb';
  if (photometric === 3) return 'palette';
  return photometric === 5 ? 'cmyk' : 'unknown';
}

/** The boxes before the pixels say whether there is an alpha plane, and the codec's settings whether it is grey. */
function avifColorMode(bytes: Uint8Array): StoredColorMode {
  const boxes = new TextDecoder('latin1').decode(bytes.subarray(0, 0x10000));
  const settings = boxes.indexOf('av1C');
  const alpha = boxes.includes('auxiliary:alpha');
  const gray = settings >= 0 && ((bytes[settings + 6] ?? 0) & 0x10) !== 0;
  if (gray) return alpha ? 'grayscale with alpha' : 'grayscale';
  return alpha ? 'rgba' : 'rgb';
}
