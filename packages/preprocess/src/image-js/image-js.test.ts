import type { PixelImage } from '@imgclf/runtime';
import { Image } from 'image-js';
import { expect, test } from 'vitest';
import { resizeImage } from '../resize/resize-image';
import { fromImageJs } from './from-image-js';
import { toImageJs } from './to-image-js';

test.each([1, 2, 3, 4] as const)('%i channels go to image-js and back', (channels) => {
  const data = Uint8Array.from({ length: 6 * channels }, (_, i) => i * 10);
  const image: PixelImage = { width: 3, height: 2, channels, data };
  const back = fromImageJs(toImageJs(image, Image));
  expect({ ...back, data: [...back.data] }).toEqual({ ...image, data: [...data] });
});

test('image-js can work on our pictures, and we on its', () => {
  const image: PixelImage = { width: 2, height: 1, channels: 1, data: Float32Array.of(-3, 254.6) };
  const inverted = fromImageJs(toImageJs(image, Image).invert());
  expect([...inverted.data]).toEqual([255, 0]);
  expect([...resizeImage(inverted, { height: 1, width: 1 }).data]).toEqual([127.5]);
});

test('takes the high byte of 16-bit pictures', () => {
  const image = new Image(2, 1, { data: Uint16Array.of(0x1234, 0xffff), bitDepth: 16, colorModel: 'GREY' });
  expect([...fromImageJs(image).data]).toEqual([0x12, 0xff]);
});

test('refuses pictures it cannot hold', () => {
  const image = {
    width: 1,
    height: 1,
    channels: 5,
    bitDepth: 8,
    getRawImage: () => ({ data: new Uint8Array(5) }),
  };
  expect(() => fromImageJs(image)).toThrow(expect.objectContaining({ argument: 'image.channels' }));
  const odd = { ...image, channels: 1, bitDepth: 1 };
  expect(() => fromImageJs(odd)).toThrow(expect.objectContaining({ argument: 'image.bitDepth' }));
});
