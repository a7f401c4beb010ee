import { classificationHead, cnn, freeze, joinModels, unfreeze } from '@imgclf/models';
import { initBackend } from '@imgclf/runtime/node';
import { dispose, oneHot, randomUniform, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { adam, adamW } from '../optimizers/adam';
import type { Optimizer } from '../optimizers/optimizer';
import type { RateFactor } from '../optimizers/optimizer-options';
import { rmsprop } from '../optimizers/rmsprop';
import { sgd } from '../optimizers/sgd';
import { createTrainingStep } from './training-step';

beforeAll(async () => {
  await initBackend();
});

/** A base and a head on it, always with the same weights. */
function makeModel() {
  const base = cnn({
    inputShape: [8, 8, 2],
    filters: [3],
    denseUnits: [],
    classes: 4,
    seed: 1,
    name: 'base',
  });
  const head = classificationHead({ inputShape: [4], denseUnits: [6], classes: 3, seed: 2 });
  for (const [i, layer] of head.layers.entries()) layer.name = `head_${i}`;
  return { base, whole: joinModels(base, head) };
}

type Make = (options: { rateFactors?: RateFactor[]; learningRate?: number }) => Optimizer;
const optimizers: Record<string, Make> = {
  sgd,
  momentum: (options) => sgd({ momentum: 0.9, ...options }),
  rmsprop,
  adam,
  adamW: (options) => adamW({ weightDecay: 0.1, ...options }),
  clipped: (options) => adam({ clipnorm: 1, ...options }),
};

/** The weights of the base and of the rest after some steps. */
async function train(make: (base: LayersModel) => Optimizer, prepare: boolean) {
  const { base, whole } = makeModel();
  const xs = randomUniform([5, 8, 8, 2], -1, 1, 'float32', 3);
  const ys = oneHot(tensor1d([0, 1, 2, 1, 0], 'int32'), 3);
  const optimizer = make(base);
  const step = await createTrainingStep(whole, { optimizer, loss: 'categorical_crossentropy', prepare });
  for (let i = 0; i < 3; i++) step.run({ xs, ys }).loss.dispose();
  step.dispose();
  const values = (weights: Tensor[]) => weights.flatMap((weight) => [...weight.dataSync()]);
  const inBase = new Set(base.weights.map(({ name }) => name));
  const head = whole.weights.filter(({ name }) => !inBase.has(name)).map((weight) => weight.read());
  const result = { kind: step.kind, base: values(base.getWeights()), head: values(head) };
  optimizer.dispose();
  whole.dispose();
  dispose([xs, ys]);
  return result;
}

function expectClose(actual: number[], expected: number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs((actual[i] as number) - value)).toBeLessThan(1e-5);
}

describe.each(Object.entries(optimizers))('%s', (_, make) => {
  const slow = (base: LayersModel) =>
    make({ learningRate: 0.01, rateFactors: [{ layers: base, factor: 0.1 }] });

  test('takes the same steps prepared as not', async () => {
    const [prepared, automatic] = [await train(slow, true), await train(slow, false)];
    expect(prepared.kind).toBe('prepared');
    expectClose(prepared.base, automatic.base);
    expectClose(prepared.head, automatic.head);
  });

  test('holds a base still at 0, and moves it less than without a factor', async () => {
    const factor = (value: number) => (base: LayersModel) =>
      make({ learningRate: 0.01, rateFactors: [{ layers: [...base.layers], factor: value }] });
    const still = await train(factor(0), true);
    const start = makeModel();
    const before = start.base.getWeights().flatMap((weight) => [...weight.dataSync()]);
    start.whole.dispose();
    const moved = ({ base }: { base: number[] }) =>
      Math.hypot(...base.map((value, i) => value - (before[i] as number)));
    expect(moved(still)).toBe(0);
    const plain = moved(await train(() => make({ learningRate: 0.01 }), true));
    const slower = moved(await train(slow, true));
    expect(slower).toBeGreaterThan(0);
    expect(slower).toBeLessThan(0.3 * plain);
    const [one, without] = [
      await train(factor(1), true),
      await train(() => make({ learningRate: 0.01 }), true),
    ];
    expectClose(one.base, without.base);
  });
});

test('goes with unfrozen layers of a base', async () => {
  const { base, whole } = makeModel();
  freeze(base);
  unfreeze(base, { last: 1 });
  const optimizer = sgd({ rateFactors: [{ layers: base, factor: 0.5 }] });
  const step = await createTrainingStep(whole, { optimizer, loss: 'categorical_crossentropy' });
  expect(optimizer.variables.map((one) => optimizer.rateFactor(one))).toEqual([0.5, 0.5, 1, 1, 1, 1]);
  step.dispose();
  optimizer.dispose();
  whole.dispose();
});

test('refuses what is no layer, and factors below 0', () => {
  const invalid = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
  expect(() => adam({ rateFactors: [{ layers: 'base' as never, factor: 1 }] })).toThrow(invalid);
  const { base } = makeModel();
  expect(() => adam({ rateFactors: [{ layers: base, factor: -1 }] })).toThrow(invalid);
});
