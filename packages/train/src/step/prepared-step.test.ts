import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose, getBackend, setBackend } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
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
  smoothArchitectures,
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

interface Run {
  optimizer: Optimizer;
  prepare: boolean;
  steps: number;
  seed: number;
}

/** What some steps on one batch make of a random network, on the current backend. */
async function train(architecture: Architecture, { optimizer, prepare, steps, seed }: Run) {
  const model = buildRandomModel(architecture);
  setRandomWeights(model, seed);
  const given = randomBatch(architecture, seed);
  const step = await createTrainingStep(model, { optimizer, prepare, loss: 'categoricalCrossentropy', seed });
  for (let at = 0; at < steps; at++) step.run(given).loss.dispose();
  step.dispose();
  optimizer.dispose();
  const weights = await weightsOf(model);
  dispose(given);
  model.dispose();
  return { kind: step.kind, weights };
}

/** The plain-JS backend is the reference: others' own kernels are not right for every shape. */
async function compare(
  architecture: Architecture,
  { makeOptimizer, ...run }: { makeOptimizer: () => Optimizer; steps: number; seed: number },
) {
  const ours = await train(architecture, { ...run, optimizer: makeOptimizer(), prepare: true });
  await setBackend('cpu');
  const theirs = await train(architecture, { ...run, optimizer: makeOptimizer(), prepare: false });
  await setBackend(backend);
  expect(ours.kind).toBe('prepared');
  expect(largestDifference(ours.weights, theirs.weights)).toBeLessThan(1e-5);
}

describe.each(Object.entries(optimizers))(
  '%s does the same as by automatic differentiation',
  (_, makeOptimizer) => {
    test('over 100 steps of smooth networks', async () => {
      const property = fc.asyncProperty(smoothArchitectures, (architecture) =>
        compare(architecture, { makeOptimizer, steps: 100, seed: 1 }),
      );
      await expectNoTensorLeak(() => fc.assert(property, { numRuns: 4, endOnFailure: true }));
    }, 120_000);

    test('over a few steps of any networks', async () => {
      const property = fc.asyncProperty(architectures, fc.nat(1000), (architecture, seed) =>
        compare(architecture, { makeOptimizer, steps: 5, seed }),
      );
      await expectNoTensorLeak(() => fc.assert(property, { numRuns: 20, endOnFailure: true }));
    }, 120_000);
  },
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
