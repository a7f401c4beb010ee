import { denseNetwork } from '@imgclf/models';
import { initBackend } from '@imgclf/runtime/node';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { createTrainingStep } from './training-step';

beforeAll(async () => {
  await initBackend();
});

/**
 * The WebAssembly backend's matMul and conv2d keep packed copies of their right-hand side by tensor id, made at the
 * first call and dropped with the tensor: weights that change in place under the same id go on predicting as before.
 */
test.each([
  [1, 'relu'],
  [5, 'relu'],
  [32, 'relu'],
  [1, 'elu'],
  [32, 'elu'],
  [32, 'tanh'],
] as const)('predictions of %i rows between steps follow the weights, with %s', async (rows, activation) => {
  const network = { inputShape: [64], hiddenUnits: [32], classes: 10, activation };
  const model = denseNetwork({ ...network, seed: 1 });
  const xs = tf.randomUniform([32, 64], 0, 1, 'float32', 3);
  const ys = tf.oneHot(
    tf.tensor1d(
      [...Array(32).keys()].map((i) => i % 10),
      'int32',
    ),
    10,
  );
  const step = await createTrainingStep(model, { optimizer: 'sgd', loss: 'categorical_crossentropy' });
  const copy = denseNetwork({ ...network, seed: 2 });
  const some = tf.slice(xs, 0, rows);
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 20; i++) tf.dispose(step.run({ xs, ys }).loss);
    copy.setWeights(model.getWeights().map((weight) => tf.tensor(weight.dataSync(), weight.shape)));
    const expected = (copy.predict(some) as tf.Tensor).dataSync();
    const found = (model.predict(some) as tf.Tensor).dataSync();
    expect(Math.max(...expected.map((value, i) => Math.abs(value - (found[i] as number))))).toBeLessThan(
      1e-5,
    );
  }
  step.dispose();
});
