import type { PixelImage } from '@imgclf/runtime';
import { expect, test } from 'vitest';
import { toGrayscale } from './to-grayscale';

const pixel = (...data: number[]): PixelImage => ({
  width: 1,
  height: 1,
  channels: data.length as 1,
  data: Uint8Array.from(data),
});

test.each([
  // tf.image.rgb_to_grayscale([[[200., 100., 50.]]])
  [pixel(200, 100, 50), 124.18],
  [pixel(200, 100, 50, 7), 124.18],
  [pixel(77), 77],
  [pixel(77, 3), 77],
])('%o', (image, gray) => {
  const { channels, data } = toGrayscale(image);
  expect(channels).toBe(1);
  expect(data[0]).toBeCloseTo(gray, 4);
});

test('goes through a picture pixel by pixel', () => {
  const image: PixelImage = {
    width: 2,
    height: 2,
    channels: 2,
    data: Uint8Array.from([1, 9, 2, 9, 3, 9, 4, 9]),
  };
  expect([...toGrayscale(image).data]).toEqual([1, 2, 3, 4]);
});

test('refuses what is no picture', () => {
  expect(() => toGrayscale({} as PixelImage)).toThrow(expect.objectContaining({ argument: 'image.width' }));
});
