import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Channels, type ColorMode, InvalidArgumentError, type PixelImage } from '../../index';
import { nodePlatform } from './node-platform';

const modes: Record<Channels, ColorMode> = { 1: 'grayscale', 2: 'rgba', 3: 'rgb', 4: 'rgba' };

const images = fc
  .record({
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
    channels: fc.constantFrom<Channels>(1, 2, 3, 4),
  })
  .chain((shape) => {
    const length = shape.width * shape.height * shape.channels;
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((data): PixelImage => ({ ...shape, data }));
  });

/** What grey and alpha look like as RGBA. */
function spread(data: PixelImage['data']): number[] {
  return Array.from(
    { length: data.length * 2 },
    (_, i) => data[(i >> 2) * 2 + (i % 4 === 3 ? 1 : 0)] as number,
  );
}

test('what is encoded decodes to the same pixels', async () => {
  await fc.assert(
    fc.asyncProperty(images, async (image) => {
      const { width, height, channels } = image;
      const png = await nodePlatform.encodePng(image);
      const decoded = await nodePlatform.decodeImage(png, { colorMode: modes[channels] });
      expect(decoded).toMatchObject({ width, height });
      expect(Array.from(decoded.data)).toEqual(channels === 2 ? spread(image.data) : Array.from(image.data));
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['image.data', { width: 1, height: 1, channels: 1, data: new Float32Array(1) }],
  ['image.data', { width: 2, height: 1, channels: 3, data: new Uint8Array(5) }],
  ['image.data', { width: 1, height: 1, channels: 1, data: [1] }],
  ['image.width', { width: 0, height: 1, channels: 1, data: new Uint8Array() }],
  ['image.height', { width: 1, height: 1.5, channels: 1, data: new Uint8Array(1) }],
  ['image.channels', { width: 1, height: 1, channels: 5, data: new Uint8Array(5) }],
  ['image', null],
])('names %s when it is wrong', async (argument, image) => {
  const error = await nodePlatform.encodePng(image as PixelImage).catch((reason: unknown) => reason);
  expect(error).toSatisfy(InvalidArgumentError.isInstance);
  expect(error).toMatchObject({ argument });
});
