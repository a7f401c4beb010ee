import type { Channels, PixelImage } from '@imgclf/runtime';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cropBox } from './crop-box';
import { letterbox } from './letterbox';
import { toRgb } from './to-rgb';

const image = (channels: Channels, data: number[], width = 1): PixelImage => ({
  width,
  height: data.length / channels / width,
  channels,
  data: Uint8Array.from(data),
});

test('grey is replicated, alpha dropped, floats rounded and clamped', () => {
  expect([...toRgb(image(1, [7, 9])).data]).toEqual([7, 7, 7, 9, 9, 9]);
  expect([...toRgb(image(2, [7, 0])).data]).toEqual([7, 7, 7]);
  expect([...toRgb(image(4, [1, 2, 3, 0])).data]).toEqual([1, 2, 3]);
  const floats = { ...image(3, [0, 0, 0]), data: Float32Array.of(-5, 127.6, 300) };
  expect([...toRgb(floats).data]).toEqual([0, 128, 255]);
  const rgb = image(3, [1, 2, 3]);
  expect(toRgb(rgb)).toBe(rgb);
});

test('refuses what is no picture', () => {
  for (const wrong of [null, {}, { ...image(3, [1, 2, 3]), width: 2 }])
    expect(() => toRgb(wrong as never)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

test('a letterbox keeps proportions, is black around the picture, and leads back to it', () => {
  const sides = fc.integer({ min: 1, max: 300 });
  fc.assert(
    fc.property(sides, sides, (width, height) => {
      const white = toRgb(image(1, Array(width * height).fill(255), width));
      const { data, toX, toY } = letterbox(white, 64);
      const values = [...data];
      expect(values.every((value) => value === -1 || Math.abs(value - 1) < 1e-6)).toBe(true);
      const inside = values.filter((value) => value > 0).length / 3;
      const expected = (64 * 64 * Math.min(width, height)) / Math.max(width, height);
      expect(Math.abs(inside - expected)).toBeLessThanOrEqual(64);
      const half = (side: number) =>
        side / Math.max(1, Math.round((side * 64) / Math.max(width, height))) / 2;
      expect(Math.abs(toX(32) - width / 2)).toBeLessThanOrEqual(half(width) + 1e-9);
      expect(Math.abs(toY(32) - height / 2)).toBeLessThanOrEqual(half(height) + 1e-9);
    }),
    { numRuns: 30 },
  );
});

test('a crop stays within the picture and has at least one pixel', () => {
  const coordinate = fc.double({ min: -20, max: 20, noNaN: true });
  const source = toRgb(
    image(
      1,
      Array.from({ length: 35 }, (_, i) => i),
      5,
    ),
  );
  fc.assert(
    fc.property(coordinate, coordinate, coordinate, coordinate, (xmin, ymin, xmax, ymax) => {
      const { width, height, data } = cropBox(source, { xmin, ymin, xmax, ymax });
      expect(data.length).toBe(width * height * 3);
      expect(width).toBeGreaterThanOrEqual(1);
      expect(height).toBeGreaterThanOrEqual(1);
    }),
  );
  const cut = cropBox(source, { xmin: 1.5, ymin: 2, xmax: 2.5, ymax: 3 });
  expect([...cut.data]).toEqual([11, 11, 11, 12, 12, 12]);
});
