import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { getBackend, ones, randomUniform, tensor2d } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { predict } from './predict';

let model: LayersModel;

beforeAll(async () => {
  await initBackend({ threads: 1 });
  model = sequential({
    layers: [
      layers.dense({ inputShape: [3], units: 4 }),
      layers.dropout({ rate: 0.9 }),
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
});

afterAll(() => {
  model.dispose();
});

test('gives the same output in any batch size, in inference mode', async () => {
  const x = randomUniform([11, 3], -1, 1, 'float32', 3);
  const all = await expectNoTensorLeak(() => predict(model, { x, batchSize: 11 }), 1);
  const parts = await predict(model, { x, batchSize: 4 });
  const one = model.predict(x) as typeof all;
  expect(all.shape).toEqual([11, 2]);
  const values = all.dataSync();
  for (const other of [parts.dataSync(), one.dataSync()]) {
    // TensorFlow's products round differently for other numbers of rows; our kernels do not.
    if (getBackend() !== 'tensorflow') expect(other).toEqual(values);
    else
      expect(Math.max(...other.map((value, i) => Math.abs(value - (values[i] as number))))).toBeLessThan(
        1e-6,
      );
  }
  for (const tensor of [x, all, parts, one]) tensor.dispose();
});

test('reads batches without labels and disposes them', async () => {
  const data = () => [{ xs: ones([2, 3]) }, { xs: ones([1, 3]) }];
  const output = await expectNoTensorLeak(() => predict(model, { data }), 1);
  expect(output.shape).toEqual([3, 2]);
  output.dispose();
});

test.each([
  ['neither x nor data', {}, 'x'],
  ['both', { x: [[1, 2, 3]], data: [] }, 'x'],
  ['another shape', { x: [[1, 2]] }, 'xs'],
  ['batch size 0', { x: [[1, 2, 3]], batchSize: 0 }, 'batchSize'],
])('refuses %s', async (_, options, argument) => {
  await expect(expectNoTensorLeak(() => predict(model, options))).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    argument,
  });
});

test('leaves nothing behind when a later batch does not fit', async () => {
  const data = () => [{ xs: ones([2, 3]) }, { xs: tensor2d([[1, 2]]) }];
  await expect(
    expectNoTensorLeak(() => predict(model, { data: () => data().slice(0, 2) })),
  ).rejects.toMatchObject({ argument: 'xs' });
});
