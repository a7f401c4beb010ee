import type { PixelImage } from '@imgclf/runtime';
import { expect, test } from 'vitest';
import { centerCrop } from './center-crop';

const counting = (height: number, width: number): PixelImage => ({
  height,
  width,
  channels: 1,
  data: Uint8Array.from({ length: height * width }, (_, i) => i),
});

test.each([
  // keras.layers.CenterCrop(3, 4) of a 5 x 5 image that counts from 0
  [counting(5, 5), { height: 3, width: 4 }, [5, 6, 7, 8, 10, 11, 12, 13, 15, 16, 17, 18]],
  [counting(4, 3), { height: 2, width: 1 }, [4, 7]],
  [counting(2, 2), { height: 2, width: 2 }, [0, 1, 2, 3]],
])('cuts out the middle', (image, options, wanted) => {
  const cropped = centerCrop(image, options);
  expect(cropped).toMatchObject(options);
  expect([...cropped.data]).toEqual(wanted);
  expect(cropped.data).toBeInstanceOf(Uint8Array);
});

test('enlarges the middle of a picture that is too small, as Keras', () => {
  // keras.layers.CenterCrop(4, 2) of a 3 x 5 image that counts from 0
  const wanted = [2, 2, 5.125, 5.125, 8.875, 8.875, 12, 12];
  const { data } = centerCrop(counting(3, 5), { height: 4, width: 2 });
  expect([...data]).toEqual(wanted);
});

test('keeps channels together', () => {
  const image: PixelImage = {
    width: 3,
    height: 1,
    channels: 3,
    data: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]),
  };
  expect([...centerCrop(image, { height: 1, width: 1 }).data]).toEqual([4, 5, 6]);
});

test.each([{ height: 0, width: 1 }, { height: 1 }, null])('refuses %j', (options) => {
  expect(() => centerCrop(counting(2, 2), options as never)).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});
