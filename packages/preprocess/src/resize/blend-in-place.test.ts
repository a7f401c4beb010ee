import type { PixelImage } from '@imgclf/runtime';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocatePixels, blenderOf } from './blend-memory';
import { resizeImage, resizeImageInto } from './resize-image';

const side = fc.integer({ min: 1, max: 40 });
const pictures = fc
  .record({ width: side, height: side, channels: fc.constantFrom<PixelImage['channels']>(1, 2, 3, 4) })
  .chain((shape) => {
    const length = shape.width * shape.height * shape.channels;
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((data): PixelImage => ({ ...shape, data }));
  });
const targets = fc.record({ height: side, width: side });
const ratio = fc.constantFrom({}, { cropToAspectRatio: true }, { padToAspectRatio: true });

test('memory of the program is taken for what it is', () => {
  expect(blenderOf(allocatePixels(10))).toBeDefined();
  expect(blenderOf(new Uint8Array(10))).toBeUndefined();
  expect(allocatePixels(2 ** 26 + 1)).toHaveLength(2 ** 26 + 1);
  expect(blenderOf(allocatePixels(2 ** 26 + 1))).toBeUndefined();
});

test('gives the bits that it gives without WebAssembly, from wherever the bytes lie', () => {
  fc.assert(
    fc.property(pictures, targets, ratio, (image, size, how) => {
      const options = { ...size, ...how };
      // Floats are resized without WebAssembly.
      const wanted = resizeImage({ ...image, data: Float32Array.from(image.data) }, options);
      expect(resizeImage(image, options)).toEqual(wanted);
      const clamped = { ...image, data: Uint8ClampedArray.from(image.data) };
      expect(resizeImage(clamped, options)).toEqual(wanted);
      const data = allocatePixels(image.data.length);
      data.set(image.data);
      expect(resizeImage({ ...image, data }, options)).toEqual(wanted);
    }),
  );
});

test('writes to its part of a batch and nowhere else', () => {
  fc.assert(
    fc.property(pictures, targets, (image, { height, width }) => {
      const length = height * width * image.channels;
      const batch = new Float32Array(length + 40).fill(-1);
      const data = allocatePixels(image.data.length);
      data.set(image.data);
      resizeImageInto({ ...image, data }, { height, width }, batch.subarray(20, 20 + length));
      expect(batch.subarray(20, 20 + length)).toEqual(resizeImage(image, { height, width }).data);
      expect([...batch.subarray(0, 20), ...batch.subarray(20 + length)]).toEqual(Array(40).fill(-1));
    }),
  );
});

test('grows its memory for a large result', () => {
  const image: PixelImage = { width: 2, height: 2, channels: 3, data: new Uint8Array(12).fill(7) };
  const { data } = resizeImage(image, { height: 1000, width: 1000 });
  expect(data.every((value) => value === 7)).toBe(true);
});
