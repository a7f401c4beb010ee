import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CnnOptions, cnn } from './cnn';
import { type DenseNetworkOptions, denseNetwork } from './dense-network';

beforeAll(async () => {
  await initBackend();
});

const namesOf = (model: LayersModel) => model.layers.map(({ name }) => name);
const invalid = (argument: string) => expect.objectContaining({ code: 'INVALID_ARGUMENT', argument });

describe('the networks of the tutorials', () => {
  test('photographs: dense 2048-1024-1024-128-2', () => {
    const model = denseNetwork({ inputShape: [9216], hiddenUnits: [2048, 1024, 1024, 128], classes: 2 });
    expect(model.countParams()).toBe(22_155_650);
    expect(namesOf(model)).toEqual(['dense', 'dense_1', 'dense_2', 'dense_3', 'dense_4']);
    model.dispose();
  });

  test('cats and dogs: rescaling, convolutions 16-32, dense 64-2', () => {
    const model = cnn({
      inputShape: [160, 160, 3],
      rescaling: { scale: 1 / 255 },
      filters: [16, 32],
      denseUnits: [64],
      classes: 2,
    });
    expect(model.countParams()).toBe(2_962_594);
    expect(namesOf(model)).toEqual([
      'rescaling',
      'conv2d',
      'max_pooling2d',
      'conv2d_1',
      'max_pooling2d_1',
      'flatten',
      'dense',
      'dense_1',
    ]);
    model.dispose();
  });

  test('early stopping: 32-32-64-64-512-2 with two convolutions before each pooling', () => {
    const model = cnn({
      inputShape: [60, 60, 3],
      filters: [
        [32, 32],
        [64, 64],
      ],
      denseUnits: [512],
      classes: 2,
    });
    expect(model.layers.map((layer) => layer.getClassName())).toEqual([
      'Conv2D',
      'Conv2D',
      'MaxPooling2D',
      'Conv2D',
      'Conv2D',
      'MaxPooling2D',
      'Flatten',
      'Dense',
      'Dense',
    ]);
    model.dispose();
  });

  test('digits: pictures are flattened, then 128-128-10', () => {
    const model = denseNetwork({ inputShape: [28, 28, 1], hiddenUnits: [128, 128], classes: 10 });
    expect(model.countParams()).toBe(118_282);
    expect(namesOf(model)).toEqual(['flatten', 'dense', 'dense_1', 'dense_2']);
    model.dispose();
  });
});

test('starts kernels as Keras does, Glorot uniform, and biases at 0', () => {
  const model = denseNetwork({ inputShape: [300], hiddenUnits: [200], classes: 2, seed: 1 });
  const [kernel, bias] = model.getWeights().map((weight) => weight.dataSync());
  const limit = Math.sqrt(6 / 500);
  const values = [...(kernel as Float32Array)];
  expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(limit);
  expect(Math.max(...values)).toBeGreaterThan(0.99 * limit);
  const spread = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
  expect(spread).toBeCloseTo(limit / Math.sqrt(3), 3);
  expect(new Set(bias)).toEqual(new Set([0]));
  model.dispose();
});

const small: CnnOptions = { inputShape: [12, 12, 1], filters: [2, 3], denseUnits: [4], classes: 3 };
const bytesOf = (model: LayersModel) => model.getWeights().map((weight) => [...weight.dataSync()]);

test('the same seed gives the same weights, another seed others, and so does no seed', () => {
  const weights = (seed?: number) => bytesOf(cnn({ ...small, ...(seed === undefined ? {} : { seed }) }));
  expect(weights(0)).toEqual(weights(0));
  expect(weights(0)).not.toEqual(weights(1));
  expect(weights()).not.toEqual(weights());
  const [first, , second] = bytesOf(
    denseNetwork({ inputShape: [8], hiddenUnits: [8], classes: 8, seed: 5, activation: 'tanh' }),
  );
  expect(first).not.toEqual(second);
});

test('adds dropout only when it drops', () => {
  const kinds = (dropout: number) =>
    denseNetwork({ inputShape: [4], hiddenUnits: [4], classes: 2, dropout }).layers.length;
  expect([kinds(0), kinds(0.3)]).toEqual([2, 3]);
});

test('a network keeps its weights and nothing else', async () => {
  const model = await expectNoTensorLeak(() => cnn(small), 8);
  await expectNoTensorLeak(() => model.dispose(), -8);
});

test('probabilities add up to 1 for whatever shape is allowed', () => {
  const options = fc.record({
    height: fc.integer({ min: 1, max: 24 }),
    width: fc.integer({ min: 1, max: 24 }),
    channels: fc.integer({ min: 1, max: 4 }),
    filters: fc.array(fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant([2, 3])), {
      minLength: 1,
      maxLength: 3,
    }),
    kernelSize: fc.integer({ min: 1, max: 4 }),
    poolSize: fc.integer({ min: 1, max: 3 }),
    padding: fc.constantFrom('valid' as const, 'same' as const),
  });
  fc.assert(
    fc.property(options, ({ height, width, channels, ...rest }) => {
      tf.engine().startScope();
      try {
        const model = cnn({ inputShape: [height, width, channels], denseUnits: [3], classes: 4, ...rest });
        const y = model.predict(tf.ones([1, height, width, channels])) as tf.Tensor;
        const total = y.dataSync<'float32'>().reduce((sum, p) => sum + p, 0);
        model.dispose();
        return Math.abs(total - 1) < 1e-5;
      } catch (error) {
        expect(error).toEqual(invalid('inputShape'));
        return true;
      } finally {
        tf.engine().endScope();
      }
    }),
    { numRuns: 60 },
  );
});

test.each<[string, Partial<DenseNetworkOptions>]>([
  ['inputShape', { inputShape: [] }],
  ['inputShape[0]', { inputShape: [0] }],
  ['hiddenUnits[1]', { hiddenUnits: [4, 1.5] }],
  ['classes', { classes: 0 }],
  ['activation', { activation: 'rely' as never }],
  ['outputActivation', { classes: 1 }],
  ['dropout', { dropout: 1 }],
  ['seed', { seed: -1 }],
  ['name', { name: 'a b' }],
  ['units', { units: 3 } as never],
])('denseNetwork refuses a wrong %s', (argument, wrong) => {
  const call = () => denseNetwork({ inputShape: [4], hiddenUnits: [4], classes: 2, ...wrong });
  expect(call).toThrow(invalid(argument));
});

test.each<[string, Partial<CnnOptions>]>([
  ['inputShape[2]', { inputShape: [160, 160] as never }],
  ['inputShape', { inputShape: [5, 160, 3] }],
  ['filters', { filters: [] }],
  ['filters[0]', { filters: [[]] }],
  ['kernelSize', { kernelSize: 0 }],
  ['padding', { padding: 'full' as never }],
  ['rescaling.scale', { rescaling: { scale: Number.POSITIVE_INFINITY } }],
])('cnn refuses a wrong %s', (argument, wrong) => {
  expect(() => cnn({ ...small, ...wrong })).toThrow(invalid(argument));
});
