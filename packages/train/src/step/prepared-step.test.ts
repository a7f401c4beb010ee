import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose, getBackend, setBackend } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { adam } from '../optimizers/adam';
import type { Optimizer } from '../optimizers/optimizer';
import { rmsprop } from '../optimizers/rmsprop';
import { sgd } from '../optimizers/sgd';
import {
  type Architecture,
  architectures,
  buildRandomModel,
  randomBatch,
  setRandomWeights,
} from './testing/random-model';
import { createTrainingStep } from './training-step';

let backend: string;

beforeAll(async () => {
  await initBackend();
  backend = getBackend();
  await initBackend({ backend: 'cpu' });
  await setBackend(backend);
});

const optimizers: Record<string, () => Optimizer> = {
  sgd: () => sgd({ learningRate: 0.01 }),
  momentum: () => sgd({ learningRate: 0.003, momentum: 0.9 }),
  rmsprop: () => rmsprop({ epsilon: 1e-3 }),
  adam: () => adam({ epsilon: 1e-3 }),
};

/** What 100 steps on one batch make of a random network, on the current backend. */
async function train(
  architecture: Architecture,
  { optimizer, prepare }: { optimizer: Optimizer; prepare: boolean },
) {
  const model = buildRandomModel(architecture);
  setRandomWeights(model);
  const given = randomBatch(architecture);
  const step = createTrainingStep(model, { optimizer, prepare, loss: 'categoricalCrossentropy', seed: 5 });
  const losses: number[] = [];
  for (let at = 0; at < 100; at++) {
    const { loss } = step.run(given);
    losses.push((await loss.data())[0] ?? Number.NaN);
    loss.dispose();
  }
  step.dispose();
  optimizer.dispose();
  const weights = await weightsOf(model);
  dispose(given);
  model.dispose();
  return { kind: step.kind, losses, weights };
}

/** The plain-JS backend is the reference: others' own kernels are not right for every shape. */
async function compare(architecture: Architecture, makeOptimizer: () => Optimizer) {
  const ours = await train(architecture, { optimizer: makeOptimizer(), prepare: true });
  await setBackend('cpu');
  const theirs = await train(architecture, { optimizer: makeOptimizer(), prepare: false });
  await setBackend(backend);
  expect(ours.kind).toBe('prepared');
  expect(ours.losses[0]).toBeCloseTo(theirs.losses[0] ?? 0, 5);
  expect(largestDifference(ours.weights, theirs.weights)).toBeLessThan(1e-5);
}

test.each(Object.entries(optimizers))(
  'random networks train as by automatic differentiation: %s',
  async (_, makeOptimizer) => {
    const property = fc.asyncProperty(architectures, (architecture) => compare(architecture, makeOptimizer));
    await expectNoTensorLeak(() => fc.assert(property, { numRuns: 6, endOnFailure: true }));
  },
  120_000,
);

async function weightsOf(model: LayersModel): Promise<number[]> {
  const data = await Promise.all(model.getWeights().map((weight) => weight.data()));
  return data.flatMap((values) => [...values]);
}

function largestDifference(a: readonly number[], b: readonly number[]): number {
  return a.reduce(
    (largest, value, index) => Math.max(largest, Math.abs(value - (b[index] ?? Number.NaN))),
    0,
  );
}
