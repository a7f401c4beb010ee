import { readFileSync } from 'node:fs';
import { InvalidArgumentError, type PixelImage } from '@imgclf/runtime';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Interpolation, interpolations } from './interpolation';
import { resizeImage } from './resize-image';
import type { ResizeOptions } from './resize-options';

interface Picture {
  height: number;
  width: number;
  channels: 1 | 2 | 3 | 4;
  pixels: string;
  cases: { options: ResizeOptions; result: string }[];
}

const pictures = JSON.parse(
  readFileSync(new URL('../__fixtures__/resize.json', import.meta.url), 'utf8'),
) as Picture[];

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const floats = (base64: string) => new Float32Array(bytesOf(base64).buffer);

const worst = (one: ArrayLike<number>, other: ArrayLike<number>) =>
  Array.from(one).reduce((max, value, i) => Math.max(max, Math.abs(value - (other[i] as number))), 0);

const isExact = ({ interpolation = 'bilinear' }: ResizeOptions) =>
  ['nearest', 'bilinear'].includes(interpolation);

describe.each(pictures)('$height x $width x $channels', ({ height, width, channels, pixels, cases }) => {
  const image: PixelImage = { height, width, channels, data: bytesOf(pixels) };

  test.each(cases)('equals TensorFlow with $options', ({ options, result }) => {
    const resized = resizeImage(image, options);
    const wanted = floats(result);
    expect(resized.data.length).toBe(wanted.length);
    expect(worst(resized.data, wanted)).toBeLessThanOrEqual(isExact(options) ? 0 : 1e-3);
  });
});

const side = fc.integer({ min: 1, max: 20 });
const anyPicture = fc
  .record({ width: side, height: side, channels: fc.constantFrom<PixelImage['channels']>(1, 2, 3, 4) })
  .chain((shape) => {
    const length = shape.width * shape.height * shape.channels;
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((data): PixelImage => ({ ...shape, data }));
  });
const anyMethod = fc.constantFrom(...interpolations);

test('a picture of one value stays so, whatever the method', () => {
  const options = fc.record({
    height: side,
    width: side,
    interpolation: anyMethod,
    cropToAspectRatio: fc.boolean(),
  });
  const property = fc.property(anyPicture, fc.nat(255), options, (image, value, how) => {
    const flat = { ...image, data: image.data.map(() => value) };
    const { data } = resizeImage(flat, how);
    expect(worst(data, new Float32Array(data.length).fill(value))).toBeLessThanOrEqual(1e-3);
  });
  fc.assert(property);
});

test.each<Interpolation>(['bilinear', 'nearest', 'bicubic', 'area'])(
  '%s to the same size changes nothing',
  (interpolation) => {
    fc.assert(
      fc.property(anyPicture, (image) => {
        const { data } = resizeImage(image, { height: image.height, width: image.width, interpolation });
        expect(Array.from(data)).toEqual(Array.from(image.data));
      }),
    );
  },
);

test.each<Interpolation>(['bilinear', 'nearest', 'area', 'gaussian'])(
  '%s stays within the range of the picture',
  (interpolation) => {
    fc.assert(
      fc.property(anyPicture, side, side, (image, height, width) => {
        const { data } = resizeImage(image, { height, width, interpolation });
        expect(Math.min(...data)).toBeGreaterThanOrEqual(Math.min(...image.data) - 1e-3);
        expect(Math.max(...data)).toBeLessThanOrEqual(Math.max(...image.data) + 1e-3);
      }),
    );
  },
);

test('padding leaves zeros around a picture of the right shape, and never more than it must', () => {
  fc.assert(
    fc.property(anyPicture, side, side, (image, height, width) => {
      const white = { ...image, data: image.data.map(() => 255) };
      const padded = resizeImage(white, { height, width, interpolation: 'nearest', padToAspectRatio: true });
      expect(padded).toMatchObject({ height, width });
      expect(new Set(padded.data).has(255)).toBe(true);
      expect([...new Set(padded.data)].every((value) => value === 0 || value === 255)).toBe(true);
    }),
  );
});

test('nearest keeps the array type, everything else gives floats, and the picture is left alone', () => {
  const data = new Uint8ClampedArray([1, 2, 3, 4]);
  const image: PixelImage = { width: 2, height: 2, channels: 1, data };
  expect(resizeImage(image, { height: 1, width: 3, interpolation: 'nearest' }).data).toBeInstanceOf(
    Uint8ClampedArray,
  );
  expect(resizeImage(image, { height: 1, width: 3 }).data).toBeInstanceOf(Float32Array);
  expect([...data]).toEqual([1, 2, 3, 4]);
});

test.each([
  ['height', { height: 0, width: 4 }],
  ['width', { height: 4, width: 2.5 }],
  ['width', { height: 4, width: 1e9 }],
  ['height', { width: 4 }],
  ['interpolation', { height: 4, width: 4, interpolation: 'bilinea' }],
  ['padToAspectRatio', { height: 4, width: 4, padToAspectRatio: true, cropToAspectRatio: true }],
  ['size', { height: 4, width: 4, size: 3 }],
  ['options', undefined],
])('names %s when it is wrong', (argument, options) => {
  const image: PixelImage = { width: 1, height: 1, channels: 1, data: new Uint8Array(1) };
  const resize = () => resizeImage(image, options as never);
  expect(resize).toThrow(expect.toSatisfy(InvalidArgumentError.isInstance));
  expect(resize).toThrow(expect.objectContaining({ argument }));
});

test('names the picture when it is wrong', () => {
  const image = { width: 2, height: 2, channels: 1, data: new Uint8Array(3) };
  expect(() => resizeImage(image as PixelImage, { height: 1, width: 1 })).toThrow(
    /image\.data must be .* 4 values/,
  );
});
