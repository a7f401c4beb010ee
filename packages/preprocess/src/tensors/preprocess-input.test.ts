import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { tensor, tensor3d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { preprocessInput } from './preprocess-input';

beforeAll(() => initBackend());

// keras.applications.imagenet_utils.preprocess_input([[[255, 128, 0]]], mode=...)
test.each([
  ['tf', [1, 0.003921628, -1]],
  ['caffe', [-103.939, 11.221001, 131.32]],
  ['torch', [2.2489083, 0.20518199, -1.8044444]],
  [undefined, [-103.939, 11.221001, 131.32]],
] as const)('mode %s', async (mode, wanted) => {
  const pixel = tensor3d([255, 128, 0], [1, 1, 3], 'int32');
  const result = await expectNoTensorLeak(
    () => preprocessInput(pixel, mode === undefined ? {} : { mode }),
    1,
  );
  expect(result.shape).toEqual([1, 1, 3]);
  for (const [i, value] of result.dataSync().entries()) expect(value).toBeCloseTo(wanted[i] as number, 4);
  expect([...pixel.dataSync()]).toEqual([255, 128, 0]);
  result.dispose();
  pixel.dispose();
});

test('refuses other channels, ranks and modes', async () => {
  for (const shape of [[1, 1, 1], [3]]) {
    const wrong = tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);
    const call = expectNoTensorLeak(() => preprocessInput(wrong));
    await expect(call).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argument: 'images' });
    wrong.dispose();
  }
  const image = tensor3d([1, 2, 3], [1, 1, 3]);
  expect(() => preprocessInput(image, { mode: 'keras' as never })).toThrow(
    expect.objectContaining({ argument: 'mode' }),
  );
  image.dispose();
});
