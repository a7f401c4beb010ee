import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import { models, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { Dropout, dropout } from './dropout';
import { registerLayers } from './register-layers';

beforeAll(async () => {
  await initBackend();
  registerLayers();
});

const masks = (layer: Dropout, steps: number) =>
  Array.from({ length: steps }, () => [
    ...(layer.call(tf.ones([40]), { training: true }) as tf.Tensor).dataSync(),
  ]);

test('a seed gives another mask in each step and the same masks in each run', () => {
  const [first, second] = masks(dropout({ rate: 0.5, seed: 0 }), 2);
  expect(first).not.toEqual(second);
  expect(masks(dropout({ rate: 0.5, seed: 0 }), 2)).toEqual([first, second]);
  expect(masks(dropout({ rate: 0.5, seed: 1 }), 1)).not.toEqual([first]);
});

test('drops the share asked for and scales the rest', () => {
  const y = dropout({ rate: 0.25, seed: 3 }).call(tf.ones([100, 100]), { training: true }) as tf.Tensor;
  const kept = [...y.dataSync()].filter((value) => value !== 0);
  expect(kept.length / 10_000).toBeCloseTo(0.75, 1);
  for (const value of kept) expect(value).toBeCloseTo(1 / 0.75, 5);
});

test('shares a mask along the axes of size 1 of a noise shape', () => {
  const layer = dropout({ rate: 0.5, seed: 3, noiseShape: [null as never, 1] });
  const rows = (layer.call(tf.ones([6, 5]), { training: true }) as tf.Tensor2D).arraySync();
  for (const row of rows) expect(new Set(row).size).toBe(1);
});

test('does nothing outside training, at rate 0, and drops all at rate 1', () => {
  const x = tf.ones([3]);
  expect(dropout({ rate: 0.5 }).call(x, {})).toBe(x);
  expect(dropout({ rate: 0 }).call(x, { training: true })).toBe(x);
  expect([...(dropout({ rate: 1 }).call(x, { training: true }) as tf.Tensor).dataSync()]).toEqual([0, 0, 0]);
});

test('leaves no tensors behind', async () => {
  const x = tf.ones([3]);
  await expectNoTensorLeak(() => tf.dispose(dropout({ rate: 0.5, seed: 1 }).call(x, { training: true })));
});

test('comes back from JSON as itself', async () => {
  const model = sequential({ layers: [dropout({ inputShape: [4], rate: 0.3, seed: 9 })] });
  const [layer] = (await models.modelFromJSON(model.toJSON(null, false) as never)).layers;
  expect(layer).toBeInstanceOf(Dropout);
  expect(layer?.getConfig()).toMatchObject({ rate: 0.3, seed: 9 });
});
