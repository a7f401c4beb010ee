import { InvalidArgumentError, type PixelImage } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { memory, tensor, tensor4d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { interpolations } from './interpolation';
import { resizeImage } from './resize-image';
import { resizeTensor } from './resize-tensor';

beforeAll(() => initBackend());

const side = fc.integer({ min: 1, max: 12 });
const options = fc.record({
  height: side,
  width: side,
  interpolation: fc.constantFrom(...interpolations),
  fit: fc.constantFrom({}, { cropToAspectRatio: true }, { padToAspectRatio: true }),
});
const pictures = fc
  .record({ width: side, height: side, channels: fc.constantFrom(1 as const, 3 as const) })
  .chain((shape) => {
    const length = 2 * shape.width * shape.height * shape.channels;
    return fc.uint8Array({ minLength: length, maxLength: length }).map((data) => ({ ...shape, data }));
  });

test('gives what resizeImage gives, for each image of a batch', () => {
  fc.assert(
    fc.property(pictures, options, ({ width, height, channels, data }, { fit, ...rest }) => {
      const how = { ...rest, ...fit };
      const half = data.length / 2;
      const wanted = [data.slice(0, half), data.slice(half)].flatMap((pixels) => {
        const image: PixelImage = { width, height, channels, data: pixels };
        return Array.from(resizeImage(image, how).data);
      });
      const batch = tensor4d(new Float32Array(data), [2, height, width, channels]);
      const before = memory().numTensors;
      const resized = resizeTensor(batch, how);
      expect(memory().numTensors).toBe(before + 1);
      expect(resized.shape).toEqual([2, how.height, how.width, channels]);
      const worst = Array.from(resized.dataSync()).reduce(
        (max, value, i) => Math.max(max, Math.abs(value - (wanted[i] as number))),
        0,
      );
      expect(worst).toBeLessThanOrEqual(how.interpolation === 'nearest' ? 0 : 2e-3);
      resized.dispose();
      batch.dispose();
    }),
  );
});

test('refuses what is no batch of images and leaves nothing behind', async () => {
  for (const shape of [
    [4, 4, 3],
    [2, 4],
    [0, 4, 4, 3],
  ]) {
    const wrong = tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);
    const call = expectNoTensorLeak(() => resizeTensor(wrong, { height: 2, width: 2 }));
    await expect(call).rejects.toSatisfy(InvalidArgumentError.isInstance);
    wrong.dispose();
  }
});
