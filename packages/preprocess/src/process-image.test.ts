import type { PixelImage } from '@imgclf/runtime';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { processImage } from './process-image';

const white: PixelImage = { width: 5, height: 3, channels: 3, data: new Uint8Array(45).fill(255) };

test('makes 9216 values of 0 to 1 from any photograph', () => {
  const values = processImage(white);
  expect(values).toHaveLength(96 * 96);
  for (const value of values) expect(value).toBeCloseTo(0.9999, 5);
});

test('keeps rows in order', () => {
  const image: PixelImage = { width: 2, height: 2, channels: 1, data: Uint8Array.from([0, 51, 102, 255]) };
  const values = [...processImage(image, { size: 2 })];
  expect(values.map((value) => Math.round(value * 255))).toEqual([0, 51, 102, 255]);
});

test('stays between 0 and 1', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 36, maxLength: 36 }),
      fc.integer({ min: 1, max: 9 }),
      (data, size) => {
        const values = processImage({ width: 4, height: 3, channels: 3, data }, { size });
        expect(values).toHaveLength(size * size);
        expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...values)).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test.each([0, 1.5, '96', null])('refuses the size %j', (size) => {
  expect(() => processImage(white, { size: size as number })).toThrow(
    expect.objectContaining({ argument: 'size' }),
  );
});
