import { initBackend } from '@imgclf/runtime/node';
import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  type LayersModel,
  layers,
  model,
  type SymbolicTensor,
  sequential,
} from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { batchNormalization } from '../layers/batch-normalization';
import { freeze, unfreeze } from './freeze';

beforeAll(async () => {
  await initBackend();
});

const dense = (name: string) => layers.dense({ units: 4, name });
const makeBase = () =>
  sequential({
    layers: [layers.inputLayer({ inputShape: [4] }), dense('a'), batchNormalization(), dense('b')],
  });

/** The ways to put a head on a base. */
const compositions: [string, (base: LayersModel) => LayersModel][] = [
  ['first in a sequential', (base) => sequential({ layers: [base, dense('head')] })],
  [
    'called in a functional model',
    (base) => {
      const inputs = input({ shape: [4] });
      return model({ inputs, outputs: dense('head').apply(base.apply(inputs)) as SymbolicTensor });
    },
  ],
  [
    'carried on from its outputs',
    (base) =>
      model({
        inputs: base.inputs,
        outputs: dense('head').apply(base.outputs[0] as never) as SymbolicTensor,
      }),
  ],
];

const valuesOf = (base: LayersModel) => base.getWeights().map((weight) => [...weight.dataSync()]);

describe.each(compositions)('a frozen base %s', (_, compose) => {
  test('comes out of training as it was', async () => {
    const base = makeBase();
    freeze(base);
    const whole = compose(base);
    const before = valuesOf(base);
    whole.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await whole.fit(tf.randomNormal([8, 4], 3, 2), tf.ones([8, 4]), { verbose: 0 });
    expect(valuesOf(base)).toEqual(before);
    expect(whole.trainableWeights).toHaveLength(2);
  });
});

test('unfreezes all, the last layers, or those from a name on', () => {
  const base = makeBase();
  const learning = () => base.layers.filter(({ trainable }) => trainable).map(({ name }) => name);
  unfreeze(base);
  expect(base.trainableWeights).toHaveLength(6);
  unfreeze(base, { last: 1 });
  expect(learning()).toEqual(['b']);
  expect(base.trainableWeights).toHaveLength(2);
  unfreeze(base, { from: 'a' });
  expect(learning()).toHaveLength(3);
  freeze(base);
  expect(base.trainableWeights).toHaveLength(0);
});

test('refuses a layer that does not exist, and two ways at once', () => {
  const expectError = (call: () => void, argument: string) =>
    expect(call).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT', argument }));
  expectError(() => unfreeze(makeBase(), { from: 'nowhere' }), 'from');
  expectError(() => unfreeze(makeBase(), { last: -1 }), 'last');
  expectError(() => unfreeze(makeBase(), { last: 1, from: 'a' }), 'last');
});
