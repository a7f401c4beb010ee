import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AbortedError, ImageTooLargeError, ImageUnreadableError, InvalidArgumentError } from '../../index';
import type { ColorMode } from '../../platform/platform';
import { decodeImage } from './decode-image';

interface Expected extends Partial<Record<ColorMode, string>> {
  source: 'tensorflow' | 'pillow' | 'known';
  tolerance: number;
  width: number;
  height: number;
  /** TensorFlow's default for JPEG. */
  fast?: Partial<Record<ColorMode, string | null>>;
}

const fixture = (file: string) =>
  new Uint8Array(readFileSync(new URL(`../__fixtures__/${file}`, import.meta.url)));
const expected = JSON.parse(Buffer.from(fixture('expected.json')).toString()) as Record<string, Expected>;
const channels = { grayscale: 1, rgb: 3, rgba: 4 } as const;
const largestDifference = (one: ArrayLike<number>, other: ArrayLike<number>) =>
  Array.from(one).reduce((max, value, i) => Math.max(max, Math.abs(value - (other[i] as number))), 0);

describe.each(Object.entries(expected))(
  '%s',
  (file, { source, tolerance, width, height, fast, ...pixels }) => {
    test.each(Object.entries(pixels) as [ColorMode, string][])(
      `as %s equals ${source}`,
      async (mode, text) => {
        const image = await decodeImage(fixture(file), { colorMode: mode, file, dctMethod: 'accurate' });
        expect(image).toMatchObject({ width, height, channels: channels[mode] });
        const wanted = Buffer.from(text, 'base64');
        expect(image.data.length).toBe(wanted.length);
        // TensorFlow weighs 16-bit colours before it drops their low byte, and takes a JPEG's brightness as stored.
        const allowed = mode === 'grayscale' && /16|jpg/.test(file) ? 1 : tolerance;
        expect(largestDifference(wanted, image.data)).toBeLessThanOrEqual(allowed);
      },
    );

    // What libjpeg-turbo refuses sharp decodes, with the accurate transform alone.
    const fastTolerance = /cmyk|extra/.test(file) ? 4 : 0;
    test.each(['rgb', 'grayscale'] as const)(`as %s equals TensorFlow's fast JPEG`, async (colorMode) => {
      const text = fast?.[colorMode];
      if (typeof text !== 'string') return;
      const image = await decodeImage(fixture(file), { colorMode });
      expect(image).toMatchObject({ width, height, channels: channels[colorMode] });
      expect(image.data.constructor).toBe(Uint8Array);
      const wanted = Buffer.from(text, 'base64');
      expect(image.data.length).toBe(wanted.length);
      expect(largestDifference(wanted, image.data)).toBeLessThanOrEqual(fastTolerance);
    });
  },
);

test('gives JPEG an opaque alpha', async () => {
  const [rgb, rgba] = await Promise.all(
    (['rgb', 'rgba'] as const).map((colorMode) => decodeImage(fixture('noisy.jpg'), { colorMode })),
  );
  const spread = Array.from(rgba?.data ?? [], (value, i) => (i % 4 === 3 ? 255 - value : value));
  expect(spread.filter((_, i) => i % 4 !== 3)).toEqual(Array.from(rgb?.data ?? []));
  expect(spread.filter((_, i) => i % 4 === 3).every((value) => value === 0)).toBe(true);
});

test('turns a photograph upright only when asked', async () => {
  const bytes = fixture('exif-6.jpg');
  const plain = await decodeImage(bytes);
  const upright = await decodeImage(bytes, { applyExifOrientation: true });
  expect([upright.width, upright.height]).toEqual([plain.height, plain.width]);
  // Orientation 6: the top right corner of the upright picture is the top left one of the stored picture.
  const topRight = upright.data.subarray((upright.width - 1) * 3, upright.width * 3);
  expect(largestDifference(topRight, plain.data.subarray(0, 3))).toBe(0);
});

test.each(['grayscale', 'rgb', 'rgba'] as const)('decodes every format to %s', async (colorMode) => {
  for (const file of ['still.gif', 'bmp8.bmp', 'alpha.webp', 'pages.tiff', 'smooth.avif', 'cmyk.jpg'])
    expect((await decodeImage(fixture(file), { colorMode })).channels).toBe(channels[colorMode]);
});

describe('refuses', () => {
  const decode = (bytes: Uint8Array) => decodeImage(bytes, { file: 'a photo.jpg' });
  const text = new TextEncoder();

  test.each([
    ['an empty file', new Uint8Array(), /"a photo\.jpg" is empty: it has 0 bytes/],
    ['text', text.encode('hello, world'), /must be a JPEG.*; it starts with "hello, world"/],
    [
      'SVG, which sharp would draw',
      text.encode('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      /must be a JPEG/,
    ],
    ['a JPEG cut in two', fixture('truncated.jpg'), /"a photo\.jpg" is cut short/],
    ['a JPEG without its end', fixture('no-end.jpg'), /is cut short/],
    ['a PNG cut short', fixture('rgb8.png').subarray(0, -30), /is cut short/],
    ['a TIFF cut short', fixture('rgb8.tiff').subarray(0, 60), /cannot be decoded as TIFF/],
    ['an AVIF cut short', fixture('smooth.avif').subarray(0, -40), /cannot be decoded as AVIF/],
    ['a WebP cut short', fixture('lossless.webp').subarray(0, -60), /cannot be decoded as WEBP/],
    ['a GIF cut short', fixture('still.gif').subarray(0, 40), /cannot be decoded as GIF/],
    [
      'a BMP cut short',
      fixture('bmp24.bmp').subarray(0, 120),
      /cannot be decoded as BMP: its pixels are cut short/,
    ],
    ['a BMP header', fixture('bmp24.bmp').subarray(0, 20), /cannot be decoded as BMP/],
    ['a lone JPEG mark', new Uint8Array([0xff, 0xd8, 0xff, 0xd9]), /cannot be decoded as JPEG/],
  ])('%s', async (_, bytes, message) => {
    const error = await decode(bytes).catch((reason: unknown) => reason);
    expect(error).toSatisfy(ImageUnreadableError.isInstance);
    expect(error).toMatchObject({ file: 'a photo.jpg', message: expect.stringMatching(message) });
  });

  test('a PNG with a flipped byte', async () => {
    const bytes = fixture('rgb8.png');
    bytes[60] = (bytes[60] as number) ^ 255;
    await expect(decode(bytes)).rejects.toSatisfy(ImageUnreadableError.isInstance);
  });

  test.each(['bomb.png', 'bomb.bmp'])('%s by its header', async (file) => {
    const error = await decodeImage(fixture(file), { file }).catch((reason: unknown) => reason);
    expect(error).toSatisfy(ImageTooLargeError.isInstance);
    expect(error).toMatchObject({
      file,
      message: expect.stringContaining('its header claims 30000 x 30000'),
    });
  });

  test.each([
    'rgb.jpg',
    'rgb8.png',
    'still.gif',
    'alpha.webp',
    'animated.webp',
    'bmp24.bmp',
    'rgb8.tiff',
    'smooth.avif',
  ])('%s when it has more pixels than the caller allows', async (file) => {
    await expect(decodeImage(fixture(file), { maxPixels: 34 })).rejects.toSatisfy(
      ImageTooLargeError.isInstance,
    );
  });

  test('wrong arguments', async () => {
    for (const call of [
      () => decodeImage('rgb.jpg' as never),
      () => decodeImage(fixture('rgb8.png'), { colorMode: 'hsv' as never }),
      () => decodeImage(fixture('rgb8.png'), { maxPixels: 0 }),
      () => decodeImage(fixture('rgb8.png'), { signal: 'now' as never }),
    ])
      await expect(call()).rejects.toSatisfy(InvalidArgumentError.isInstance);
  });

  test('to start when aborted', async () => {
    const call = decodeImage(fixture('rgb8.png'), { signal: AbortSignal.abort() });
    await expect(call).rejects.toSatisfy(AbortedError.isInstance);
  });
});

test('whatever the bytes are, the answer is an image or a typed error', async () => {
  const files = [
    'rgb8.png',
    'rgb.jpg',
    'cmyk.jpg',
    'still.gif',
    'bmp8.bmp',
    'bmp16-565.bmp',
    'lossless.webp',
    'rgb8.tiff',
  ];
  const damage = fc.record({
    file: fc.constantFrom(...files),
    at: fc.nat(300),
    value: fc.nat(255),
    length: fc.nat(700),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ file, at, value, length }) => {
      const bytes = fixture(file).slice(0, length);
      if (at < bytes.length) bytes[at] = value;
      const image = await decodeImage(bytes, { maxPixels: 10_000 }).catch((reason: unknown) => reason);
      if (ImageUnreadableError.isInstance(image) || ImageTooLargeError.isInstance(image)) return;
      expect(image).toMatchObject({ channels: 3 });
    }),
    { numRuns: 300 },
  );
});
