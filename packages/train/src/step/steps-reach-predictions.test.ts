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
test('predictions between steps follow the weights', async () => {
  const model = denseNetwork({ inputShape: [64], hiddenUnits: [32], classes: 10, seed: 1 });
  const xs = tf.randomUniform([32, 64], 0, 1, 'float32', 3);
  const ys = tf.oneHot(
    tf.tensor1d(
      [...Array(32).keys()].map((i) => i % 10),
      'int32',
    ),
    10,
  );
  const step = createTrainingStep(model, { optimizer: 'sgd', loss: 'categorical_crossentropy' });
  const copy = denseNetwork({ inputShape: [64], hiddenUnits: [32], classes: 10, seed: 2 });
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 20; i++) tf.dispose(step.run({ xs, ys }).loss);
    copy.setWeights(model.getWeights().map((weight) => tf.tensor(weight.dataSync(), weight.shape)));
    const expected = (copy.predict(xs) as tf.Tensor).dataSync();
    const found = (model.predict(xs) as tf.Tensor).dataSync();
    expect(Math.max(...expected.map((value, i) => Math.abs(value - (found[i] as number))))).toBeLessThan(
      1e-5,
    );
  }
  step.dispose();
});
