import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { ImageTooLargeError, ImageUnreadableError } from '../../index';
import { checkEncodedImage } from '../../platform/check-encoded-image';
import { decodeJpegSync } from '../jpeg';
import { decodeImage } from './decode-image';
import { decodeJpeg } from './decode-jpeg';
import { describeJpegDecoder } from './load-jpeg-turbo';

const fixture = (file: string) =>
  new Uint8Array(readFileSync(new URL(`../__fixtures__/${file}`, import.meta.url)));
const allocate = (length: number) => new Uint8Array(length);
const options = {
  file: 'a photo.jpg',
  colorMode: 'rgb',
  applyExifOrientation: false,
  maxPixels: 1e6,
  allocate,
} as const;

/** A segment without contents that matter, as large as it says. */
const segment = (marker: number, length: number) => [0xff, marker, 0, length, ...Array(length - 2).fill(0)];

/** A grey block of 8 by 8 pixels whose only coefficient comes again in every scan. */
function progressive(scans: number): Uint8Array {
  const quantization = [0xff, 0xdb, 0, 67, 0, ...Array(64).fill(1)];
  const frame = [0xff, 0xc2, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0];
  const oneCode = [0xff, 0xc4, 0, 20, 0, 1, ...Array(15).fill(0), 0];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0, 0x7f];
  const all = Array.from({ length: scans }, () => scan).flat();
  return Uint8Array.from([0xff, 0xd8, ...quantization, ...frame, ...oneCode, ...all, 0xff, 0xd9]);
}

test('libjpeg-turbo is in use', () => {
  expect(describeJpegDecoder()).toEqual({ name: 'jpeg-turbo' });
});

describe('libjpeg-turbo', () => {
  test.each(['rgb.jpg', 'gray.jpg', 'progressive.jpg', 'rgb-coded.jpg', 'exif-6.jpg'])(
    'gives the same pixels of %s on either thread',
    async (file) => {
      for (const colorMode of ['grayscale', 'rgb', 'rgba'] as const)
        for (const applyExifOrientation of [false, true]) {
          const wanted = await decodeImage(fixture(file), { colorMode, applyExifOrientation });
          const image = decodeJpegSync(fixture(file), { ...options, colorMode, applyExifOrientation });
          expect(image).toEqual(wanted);
        }
    },
  );

  test('writes to the memory that it is given', () => {
    const memory = new Uint8Array(1e6);
    const image = decodeJpegSync(fixture('rgb.jpg'), {
      ...options,
      allocate: (length) => memory.subarray(64, 64 + length),
    });
    expect(image?.data.buffer).toBe(memory.buffer);
    expect(image?.data.byteOffset).toBe(64);
  });

  test('works on the thread pool while this thread goes on', async () => {
    const bytes = new Uint8Array(
      await sharp({
        create: {
          width: 2000,
          height: 2000,
          channels: 3,
          background: 'teal',
          noise: { type: 'gaussian', mean: 100, sigma: 40 },
        },
      })
        .jpeg()
        .toBuffer(),
    );
    let ticks = 0;
    const clock = setInterval(() => ticks++, 1);
    await decodeImage(bytes);
    clearInterval(clock);
    expect(ticks).toBeGreaterThan(3);
  });

  test('turns upright as sharp does', async () => {
    const upright = { applyExifOrientation: true, dctMethod: 'accurate' } as const;
    const pixels = await sharp(fixture('noisy.jpg')).raw().toBuffer({ resolveWithObject: true });
    for (let orientation = 1; orientation <= 8; orientation++) {
      const { width, height } = pixels.info;
      const bytes = await sharp(pixels.data, { raw: { width, height, channels: 3 } })
        .withMetadata({ orientation })
        .jpeg({ chromaSubsampling: '4:4:4' })
        .toBuffer();
      const ours = await decodeImage(bytes, { applyExifOrientation: true });
      const theirs = await decodeImage(bytes, upright);
      expect([ours.width, ours.height]).toEqual([theirs.width, theirs.height]);
      const worst = Array.from(ours.data).reduce(
        (most, value, i) => Math.max(most, Math.abs(value - (theirs.data[i] as number))),
        0,
      );
      expect(worst).toBeLessThan(12);
    }
  });
});

describe('is left to sharp', () => {
  const leaves = async (bytes: Uint8Array) => {
    expect(decodeJpegSync(bytes, options)).toBeUndefined();
    expect(
      await decodeJpeg({ ...options, bytes, header: checkEncodedImage(bytes, options) }),
    ).toBeUndefined();
  };

  test.each(['cmyk.jpg', 'extra-bytes.jpg', 'rgb8.png', 'still.gif'])('%s', async (file) => {
    expect(decodeJpegSync(fixture(file), options)).toBeUndefined();
    expect(await decodeImage(fixture(file))).toMatchObject({ channels: 3 });
  });

  test('a picture of more than 100 scans', async () => {
    expect(decodeJpegSync(progressive(100), options)).toMatchObject({ width: 8, height: 8 });
    await leaves(progressive(101));
  });

  /** The binding would write as much as the second header says. */
  test.each([
    ['a mark without a length', [0xff, 0xd0]],
    ['a segment shorter than its length', [0xff, 0xe0, 0, 0]],
    ['a stuffed byte', [0xff, 0x00]],
    ['stray bytes', [7, 7, 7]],
  ])('a header behind %s, whose size cannot be trusted', async (_, inserted) => {
    const bytes = fixture('rgb.jpg');
    await leaves(new Uint8Array([...bytes.subarray(0, 20), ...inserted, ...bytes.subarray(20)]));
  });

  test('but not one behind segments to skip', () => {
    const bytes = fixture('rgb.jpg');
    const longer = [
      ...bytes.subarray(0, 2),
      ...segment(0xfe, 9),
      0xff,
      ...segment(0xe9, 4),
      ...bytes.subarray(2),
    ];
    expect(decodeJpegSync(new Uint8Array(longer), options)).toEqual(decodeJpegSync(bytes, options));
  });
});

test.each([
  ['truncated.jpg', ImageUnreadableError],
  ['no-end.jpg', ImageUnreadableError],
  ['expected.json', ImageUnreadableError],
])('%s is refused before it is decoded', (file, kind) => {
  expect(() => decodeJpegSync(fixture(file), options)).toThrow(expect.toSatisfy(kind.isInstance));
});

test('so is a picture with too many pixels', () => {
  const call = () => decodeJpegSync(fixture('rgb.jpg'), { ...options, maxPixels: 10 });
  expect(call).toThrow(expect.toSatisfy(ImageTooLargeError.isInstance));
});

test('whatever happens to a JPEG, the answer is an image of its size, undefined or a typed error', async () => {
  const files = ['rgb.jpg', 'noisy.jpg', 'progressive.jpg', 'rgb-coded.jpg', 'gray.jpg', 'exif-6.jpg'];
  const change = fc.record({ at: fc.nat(1400), value: fc.nat(255) });
  const damage = fc.record({
    file: fc.constantFrom(...files),
    changes: fc.array(change, { minLength: 1, maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ file, changes }) => {
      const bytes = fixture(file);
      for (const { at, value } of changes) if (at < bytes.length) bytes[at] = value;
      try {
        const image = decodeJpegSync(bytes, options);
        if (image !== undefined) expect(image.data.length).toBe(image.width * image.height * 3);
      } catch (error) {
        if (!ImageUnreadableError.isInstance(error) && !ImageTooLargeError.isInstance(error)) throw error;
      }
    }),
    { numRuns: 1500 },
  );
});
