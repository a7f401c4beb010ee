import { checkEightBitImage } from './check-pixel-image';
import { crc32 } from './crc32';
import type { PixelImage } from './pixel-image';

const colorTypes = { 1: 0, 2: 4, 3: 2, 4: 6 } as const;

/** `Platform.encodePng` everywhere. A canvas would not do: it loses the colours beneath transparent pixels. */
export async function encodePng(image: PixelImage): Promise<Uint8Array> {
  checkEightBitImage(image);
  const { width, height, channels } = image;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = 8; // bits a sample
  header[9] = colorTypes[channels];
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', await deflate(filterRows(image))),
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Each row as differences from the row above (PNG's filter 2), which makes photographs about a third smaller. */
function filterRows({ width, height, channels, data }: PixelImage): Uint8Array<ArrayBuffer> {
  const length = width * channels;
  const rows = new Uint8Array(height * (length + 1));
  for (let y = 0, to = 0, from = 0; y < height; y++) {
    rows[to++] = 2;
    for (let i = 0; i < length; i++, from++)
      rows[to++] = (data[from] as number) - (y === 0 ? 0 : (data[from - length] as number));
  }
  return rows;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const compressed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(compressed).arrayBuffer());
}

/** Length, kind, body, and the checksum of kind and body. */
function chunk(kind: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(body.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, body.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = kind.charCodeAt(i);
  bytes.set(body, 8);
  view.setUint32(body.length + 8, crc32(bytes.subarray(4, body.length + 8)));
  return bytes;
}
