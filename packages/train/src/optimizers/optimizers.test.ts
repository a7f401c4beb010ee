import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose, slice, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { type DecayOptions, exponentialDecay } from '../schedules/exponential-decay';
import { createTrainingStep } from '../step/training-step';
import fixture from './__fixtures__/optimizers.json' with { type: 'json' };
import { adadelta } from './adadelta';
import { adagrad } from './adagrad';
import { adam, adamW } from './adam';
import { adamax } from './adamax';
import { nadam } from './nadam';
import type { Optimizer } from './optimizer';
import { resolveOptimizer } from './resolve-optimizer';
import { rmsprop } from './rmsprop';
import { sgd } from './sgd';

beforeAll(async () => {
  await initBackend();
});

const factories: Record<string, (options: object) => Optimizer> = {
  sgd,
  rmsprop,
  adam,
  adamW,
  adagrad,
  adadelta,
  adamax,
  nadam,
};

const shapes = [[4, 5], [5], [5, 3], [3]];

function startModel(): LayersModel {
  const stack = [
    layers.dense({ units: 5, activation: 'tanh', inputShape: [4] }),
    layers.dense({ units: 3, activation: 'softmax' }),
  ];
  const model = sequential({ layers: stack });
  tidy(() => model.setWeights(fixture.start.map((values, index) => tensor(values, shapes[index]))));
  return model;
}

function batch() {
  const [xs, ys] = [tensor(fixture.xs, [8, 4]), tensor(fixture.ys, [8, 3])];
  return { xs, ys, sampleWeight: tensor(fixture.weights) };
}

describe.each([true, false])('prepared: %s', (prepare) => {
  test.each(Object.entries(fixture.runs))('%s ends where Keras does', async (_, { call, losses, end }) => {
    const [name, options] = call as [string, object];
    const model = startModel();
    const { decay, ...rest } = options as { decay?: DecayOptions };
    const schedule = decay === undefined ? {} : { learningRate: exponentialDecay(decay) };
    const optimizer = factories[name]?.({ ...rest, ...schedule }) as Optimizer;
    const given = batch();
    await expectNoTensorLeak(async () => {
      const step = await createTrainingStep(model, { optimizer, loss: 'categoricalCrossentropy', prepare });
      for (let at = 0; at < fixture.steps; at++) {
        const { loss } = step.run(given);
        if (at < losses.length) expect((await loss.data())[0]).toBeCloseTo(losses[at] ?? 0, 5);
        loss.dispose();
      }
      step.dispose();
      optimizer.dispose();
    });
    expect(optimizer.iterations).toBe(0);
    for (const [index, weight] of model.getWeights().entries()) {
      const values = await weight.data();
      for (const [at, value] of (end[index] ?? []).entries())
        expect(Math.abs((values[at] ?? 0) - value)).toBeLessThan(1e-5);
    }
    dispose(given);
    model.dispose();
  });
});

test('accumulated gradients of half batches do what those of the whole batch do', async () => {
  const whole = batch();
  const halves = [0, 1].map((half) => ({
    xs: slice(whole.xs, [half * 4, 0], [4, 4]),
    ys: slice(whole.ys, [half * 4, 0], [4, 3]),
  }));
  const run = async (optimizer: Optimizer, batches: { xs: Tensor; ys: Tensor }[]) => {
    const model = startModel();
    const step = await createTrainingStep(model, { optimizer, loss: 'categoricalCrossentropy' });
    for (let at = 0; at < 6; at++) for (const one of batches) step.run(one).loss.dispose();
    step.dispose();
    optimizer.dispose();
    return weightsOf(model);
  };
  const expected = await run(adam(), [{ xs: whole.xs, ys: whole.ys }]);
  const accumulated = await run(adam({ gradientAccumulationSteps: 2 }), halves);
  for (const [at, value] of accumulated.entries()) expect(value).toBeCloseTo(expected[at] ?? 0, 5);
  dispose([...halves, whole] as never);
});

test.each([adam, () => adam({ gradientAccumulationSteps: 3 })])(
  'a state resumes to the same numbers',
  async (make) => {
    const given = batch();
    const run = async (steps: number, model: LayersModel, optimizer: Optimizer) => {
      const step = await createTrainingStep(model, { optimizer, loss: 'categoricalCrossentropy' });
      for (let at = 0; at < steps; at++) step.run(given).loss.dispose();
      step.dispose();
    };
    const [whole, first, second] = [startModel(), startModel(), startModel()];
    await run(20, whole, make());
    const before = make();
    await run(12, first, before);
    const state = before.state();
    second.setWeights(first.getWeights());
    const after = make();
    after.build(second.trainableWeights.map((weight) => weight.read() as never));
    after.restore(state);
    dispose(state.slots);
    expect(after.iterations).toBe(12);
    await run(8, second, after);
    const [expected, received] = await Promise.all([whole, second].map((model) => weightsOf(model)));
    expect(received).toEqual(expected);
  },
);

async function weightsOf(model: LayersModel): Promise<number[]> {
  const data = await Promise.all(model.getWeights().map((weight) => weight.data()));
  return data.flatMap((values) => [...values]);
}

test('a state of another optimiser is refused', () => {
  const optimizer = sgd();
  expect(() => optimizer.restore({ name: 'adam', iterations: 1, slots: [] })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'state' }),
  );
});

test.each([
  [{ learningRate: -1 }, 'learningRate'],
  [{ clipnorm: 0 }, 'clipnorm'],
  [{ gradientAccumulationSteps: 1 }, 'gradientAccumulationSteps'],
  [{ clipnorm: 1, clipvalue: 1 }, 'options'],
])('%o is refused', (options, argument) => {
  expect(() => sgd(options)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT', argument }));
});

test('names find optimisers in any case', () => {
  expect(resolveOptimizer('AdamW').name).toBe('adamW');
  expect(resolveOptimizer('RMSprop').learningRate).toBe(1e-3);
  expect(() => resolveOptimizer('lion')).toThrow(expect.objectContaining({ argument: 'optimizer' }));
});
