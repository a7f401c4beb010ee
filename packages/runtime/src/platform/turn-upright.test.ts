import { expect, test } from 'vitest';
import { readExifOrientation } from './exif-orientation';
import type { PixelImage } from './pixel-image';
import { turnUpright } from './turn-upright';

const picture: PixelImage = { width: 3, height: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };

test.each([
  [1, [1, 2, 3, 4, 5, 6]],
  [2, [3, 2, 1, 6, 5, 4]],
  [3, [6, 5, 4, 3, 2, 1]],
  [4, [4, 5, 6, 1, 2, 3]],
  [5, [1, 4, 2, 5, 3, 6]],
  [6, [4, 1, 5, 2, 6, 3]],
  [7, [6, 3, 5, 2, 4, 1]],
  [8, [3, 6, 2, 5, 1, 4]],
])('turns orientation %i upright', (orientation, pixels) => {
  const { width, height, data } = turnUpright(picture, orientation);
  expect([width, height]).toEqual(orientation < 5 ? [3, 2] : [2, 3]);
  expect([...data]).toEqual(pixels);
});

test('keeps the channels of a pixel together', () => {
  const colors: PixelImage = { width: 2, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  expect([...turnUpright(colors, 3).data]).toEqual([4, 5, 6, 1, 2, 3]);
});

/** A JPEG of nothing but an EXIF block with one entry. */
function exif(orientation: number, { little = false, tag = 0x0112, offset = 8 } = {}): Uint8Array {
  const view = new DataView(new ArrayBuffer(44));
  view.setUint32(0, 0xffd8ffe1);
  view.setUint16(4, 38);
  view.setUint32(6, 0x45786966);
  view.setUint16(12, little ? 0x4949 : 0x4d4d);
  view.setUint16(14, 42, little);
  view.setUint32(16, offset, little);
  view.setUint16(20, 1, little);
  view.setUint16(22, tag, little);
  view.setUint16(24, 3, little);
  view.setUint32(26, 1, little);
  view.setUint16(30, orientation, little);
  return new Uint8Array(view.buffer);
}

test('reads the orientation in either byte order', () => {
  expect(readExifOrientation(exif(6))).toBe(6);
  expect(readExifOrientation(exif(8, { little: true }))).toBe(8);
});

test.each([
  ['no EXIF block', Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)],
  ['another entry', exif(6, { tag: 0x0100 })],
  ['an orientation of 9', exif(9)],
  ['an orientation of 0', exif(0)],
  ['a block that points beyond its end', exif(6, { offset: 1000 })],
  ['nothing', new Uint8Array()],
])('takes %s for upright', (_, bytes) => {
  expect(readExifOrientation(bytes)).toBe(1);
});
