import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  type LayersModel,
  layers,
  model,
  models,
  type SymbolicTensor,
  sequential,
} from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import cases from './__fixtures__/batch-normalization.json';
import { BatchNormalization, batchNormalization } from './batch-normalization';
import { registerLayers } from './register-layers';

beforeAll(async () => {
  await initBackend();
  registerLayers();
});

type Case = (typeof cases)[number];

function layerOf({ options, shape, before }: Case): BatchNormalization {
  const layer = batchNormalization({ ...options, name: 'bn' });
  layer.build([null, ...shape.slice(1)]);
  setWeights(layer, before as Record<string, number[]>);
  return layer;
}

function setWeights(layer: BatchNormalization, values: Record<string, number[]>): void {
  for (const weight of layer.weights) {
    const value = tf.tensor1d(values[weight.originalName] ?? []);
    weight.write(value);
    value.dispose();
  }
}

const weightsOf = (layer: BatchNormalization) =>
  Object.fromEntries(layer.weights.map((weight) => [weight.originalName, weight.read().dataSync()]));

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) {
    expect(Math.abs((actual[i] as number) - (expected[i] as number))).toBeLessThan(tolerance);
  }
}

describe.each(cases)("equals Keras's with $options on $shape", (fixture) => {
  test('in inference, and in training while it is frozen', () => {
    const layer = layerOf(fixture);
    const x = tf.tensor(fixture.x, fixture.shape);
    expectClose((layer.call(x, {}) as tf.Tensor).dataSync(), fixture.inference);
    layer.trainable = false;
    expectClose((layer.call(x, { training: true }) as tf.Tensor).dataSync(), fixture.inference);
    for (const [name, values] of Object.entries(weightsOf(layer))) {
      expect([...values]).toEqual(fixture.before[name as keyof typeof fixture.before]);
    }
  });

  test('in training: output, gradient, moving statistics', () => {
    const layer = layerOf(fixture);
    const x = tf.tensor(fixture.x, fixture.shape);
    const g = tf.tensor(fixture.g, fixture.shape);
    const loss = (input: tf.Tensor) => tf.sum(tf.mul(layer.call(input, { training: true }), g)) as tf.Scalar;
    const dx = tf.grad(loss)(x);
    expectClose(dx.dataSync(), fixture.dx, 1e-4);
    for (const [name, values] of Object.entries(weightsOf(layer))) {
      expectClose(values, fixture.after[name as keyof typeof fixture.after] as unknown as number[]);
    }
    setWeights(layer, fixture.before as Record<string, number[]>);
    expectClose((layer.call(x, { training: true }) as tf.Tensor).dataSync(), fixture.training);
  });
});

test('leaves no tensors behind', async () => {
  const layer = layerOf(cases[0] as Case);
  const x = tf.tensor((cases[0] as Case).x, (cases[0] as Case).shape);
  await expectNoTensorLeak(() => tf.dispose(layer.call(x, { training: true })));
  await expectNoTensorLeak(() => tf.dispose(layer.call(x, {})));
});

/** One step of TensorFlow.js's own training on a network around the layer. */
async function fitOnce(layer: layers.Layer, freeze: (inner: LayersModel) => void): Promise<void> {
  const inner = sequential({ layers: [layers.inputLayer({ inputShape: [4] }), layer] });
  freeze(inner);
  const inputs = input({ shape: [4] });
  const outputs = layers.dense({ units: 1 }).apply(inner.apply(inputs)) as SymbolicTensor;
  const outer = model({ inputs, outputs });
  outer.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  await outer.fit(tf.randomNormal([8, 4], 3, 2), tf.ones([8, 1]), { verbose: 0 });
}

const movingMean = (layer: BatchNormalization) => [...layer.movingMean.read().dataSync()];

test('a frozen layer keeps its statistics in fit, where TensorFlow.js changes them', async () => {
  const ours = batchNormalization();
  await fitOnce(ours, () => {
    ours.trainable = false;
  });
  expect(movingMean(ours)).toEqual([0, 0, 0, 0]);
  const theirs = layers.batchNormalization() as unknown as BatchNormalization;
  await fitOnce(theirs, () => {
    theirs.trainable = false;
  });
  expect(movingMean(theirs)).not.toEqual([0, 0, 0, 0]);
});

test('a layer in a frozen model keeps its statistics although its own trainable stays true', async () => {
  const layer = batchNormalization();
  await fitOnce(layer, (inner) => {
    inner.trainable = false;
  });
  expect(layer.trainable).toBe(true);
  expect(movingMean(layer)).toEqual([0, 0, 0, 0]);
});

test('inferenceOnly keeps the statistics but lets gamma and beta learn, and is saved', async () => {
  const layer = batchNormalization({ inferenceOnly: true });
  await fitOnce(layer, () => {});
  expect(movingMean(layer)).toEqual([0, 0, 0, 0]);
  expect([...(layer.beta?.read().dataSync() ?? [])]).not.toEqual([0, 0, 0, 0]);
  expect(layer.getConfig()).toMatchObject({ inferenceOnly: true });
});

test('comes back from JSON as itself', async () => {
  const whole = sequential({
    layers: [batchNormalization({ inputShape: [4], scale: false, inferenceOnly: true, momentum: 0.9 })],
  });
  const [layer] = (await models.modelFromJSON(whole.toJSON(null, false) as never)).layers;
  expect(layer).toBeInstanceOf(BatchNormalization);
  expect(layer).toMatchObject({ scale: false, center: true, inferenceOnly: true, momentum: 0.9, axis: -1 });
});
