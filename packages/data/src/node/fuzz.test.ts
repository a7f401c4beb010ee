import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { resizeImage } from '@imgclf/preprocess';
import { ImageTooLargeError, ImageUnreadableError, Mt19937, type PixelImage } from '@imgclf/runtime';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose } from '@tensorflow/tfjs-core';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { imageDatasetFromDirectory, imageExtensions } from './image-dataset-from-directory';
import { inspectImages } from './inspect/inspect-images';

/** Damaged files of each format. */
const runs = 1000;
const maxPixels = 100_000;
/** Far beyond what a small picture takes on a busy machine: a file that needs longer hangs. */
const hangs = 20_000;

beforeAll(() => initBackend());

const [width, height] = [24, 18];
const pixels = Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => (i * i + 7 * i) % 251));

function picture(): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A bottom-up bitmap with 24 bits for each pixel: `width` * 3 needs no padding. */
function bmp(): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54 + pixels.length, 2);
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  return Buffer.concat([header, pixels]);
}

/** Two valid files of each format. */
const formats: Record<string, () => Promise<Buffer[]>> = {
  jpg: () => both(picture().jpeg(), picture().jpeg({ progressive: true, chromaSubsampling: '4:4:4' })),
  png: () => both(picture().png(), picture().png({ palette: true })),
  webp: () => both(picture().webp(), picture().ensureAlpha(0.5).webp({ lossless: true })),
  gif: () =>
    both(
      picture().gif(),
      picture()
        .greyscale()
        .gif({ interlace: true } as object),
    ),
  tiff: () => both(picture().tiff({ compression: 'lzw' }), picture().tiff({ compression: 'none' })),
  avif: () => both(picture().avif({ effort: 0 }), picture().avif({ effort: 0, lossless: true })),
  bmp: async () => [bmp()],
};

function both(one: Sharp, other: Sharp): Promise<Buffer[]> {
  return Promise.all([one.toBuffer(), other.toBuffer()]);
}

/** Damages a file: bytes changed, cut off, taken out, repeated, or numbers blown up. Half of it hits the header. */
function damage(bytes: Buffer, random: Mt19937): Buffer {
  const below = (limit: number) => random.nextUint32() % limit;
  const place = () => below(below(2) === 0 ? Math.min(64, bytes.length) : bytes.length);
  const damaged = Buffer.from(bytes);
  const at = place();
  const length = 1 + below(16);
  switch (below(6)) {
    case 0:
      return damaged.subarray(0, at);
    case 1:
      return Buffer.concat([damaged.subarray(0, at), damaged.subarray(at + length)]);
    case 2:
      return Buffer.concat([damaged.subarray(0, at + length), damaged.subarray(at)]);
    case 3:
      return damaged.fill(below(2) === 0 ? 0xff : 0, at, Math.min(at + length, bytes.length));
    default:
      for (let i = 0; i <= below(4); i++) damaged[place()] = below(256);
      return damaged;
  }
}

async function decoded(bytes: Uint8Array): Promise<PixelImage | undefined> {
  try {
    return await inTime(nodePlatform.decodeImage(bytes, { maxPixels }));
  } catch (error) {
    if (ImageUnreadableError.isInstance(error) || ImageTooLargeError.isInstance(error)) return undefined;
    throw error;
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('hangs')), hangs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** The loader's pictures and the names of the files it left out. */
async function loaded(folder: string) {
  const dataset = await imageDatasetFromDirectory(folder, {
    labels: null,
    shuffle: false,
    imageSize: [height, width],
    interpolation: 'nearest',
    extensions: imageExtensions,
    onError: 'skip',
    maxPixels,
    verbose: false,
  });
  const images: Int32Array[] = [];
  for await (const { xs } of dataset) {
    const [count = 0, ...shape] = xs.shape;
    const values = (await xs.data()) as Int32Array;
    const size = shape.reduce((a, b) => a * b, 1);
    for (let i = 0; i < count; i++) images.push(values.slice(i * size, (i + 1) * size));
    dispose(xs);
  }
  return { images, unreadable: dataset.unreadable.map(({ file }) => path.basename(file)).sort() };
}

describe.each(Object.entries(formats))('damaged %s files', (format, make) => {
  test(`${runs} give pixels or a typed error, from the decoder and the loader alike`, async () => {
    const valid = await make();
    const random = new Mt19937(20);
    const folder = await mkdtemp(path.join(tmpdir(), `fuzz ${format} `));
    try {
      const wanted: Int32Array[] = [];
      const unreadable: string[] = [];
      for (let i = 0; i < runs; i++) {
        const bytes = damage(valid[i % valid.length] as Buffer, random);
        const name = `${String(i).padStart(5, '0')}.${format}`;
        await writeFile(path.join(folder, name), bytes);
        const image = await decoded(bytes);
        if (image === undefined) unreadable.push(name);
        else {
          expect(image.data.length).toBe(image.width * image.height * 3);
          expect(image.width * image.height).toBeLessThanOrEqual(maxPixels);
          wanted.push(Int32Array.from(resizeImage(image, { height, width, interpolation: 'nearest' }).data));
        }
      }
      expect(unreadable.length).toBeGreaterThan(0);
      const found = await expectNoTensorLeak(() => loaded(folder));
      expect(found.unreadable).toEqual(unreadable);
      expect(found.images.length).toBe(wanted.length);
      expect(found.images.every((image, i) => Buffer.compare(asBytes(image), asBytes(wanted[i])) === 0)).toBe(
        true,
      );
      const inspection = await inspectImages(folder, { labels: null, decode: false, maxPixels });
      expect(inspection.images + inspection.unreadable.length).toBe(runs);
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 300_000);
});

function asBytes(values: Int32Array | undefined): Uint8Array {
  return new Uint8Array(values?.buffer ?? new ArrayBuffer(0));
}

test('a damaged PNG is refused or shows what it showed: its checksums see to that', async () => {
  const valid = await picture().png().toBuffer();
  const random = new Mt19937(21);
  for (let i = 0; i < runs; i++) {
    const image = await decoded(damage(valid, random));
    if (image !== undefined) expect(Buffer.compare(image.data as Uint8Array, pixels)).toBe(0);
  }
}, 120_000);
