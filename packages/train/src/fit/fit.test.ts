import { readFileSync } from 'node:fs';
import { datasetFromTensors } from '@imgclf/data';
import {
  AbortedError,
  DatasetEmptyError,
  InvalidArgumentError,
  TrainingDivergedError,
} from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose, memory, ones, type Tensor, tensor1d, tensor2d, zeros } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Batch } from '../batches/batch';
import { evaluate } from '../evaluate/evaluate';
import { sgd } from '../optimizers/sgd';
import { fit } from './fit';
import type { FitOptions } from './fit-options';
import type { TrainingEvent } from './training-event';

interface KerasCase {
  name: string;
  oneHot: boolean;
  optimizer: string;
  metrics: string[];
  arguments: Record<string, unknown>;
  epoch: number[];
  history: Record<string, number[]>;
  evaluate: Record<string, number>;
}

interface KerasFits {
  x: number[][];
  ids: number[];
  sampleWeight: number[];
  kernels: number[][][];
  cases: KerasCase[];
}

const keras = JSON.parse(
  readFileSync(new URL('./__fixtures__/keras-fit.json', import.meta.url), 'utf8'),
) as KerasFits;

let model: LayersModel;

beforeAll(async () => {
  await initBackend({ threads: 1 });
});

beforeEach(() => {
  model = sequential({
    layers: [
      layers.dense({ inputShape: [4], units: 5, activation: 'relu' }),
      layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
  const [first = [], second = []] = keras.kernels;
  const weights = [tensor2d(first), zeros([5]), tensor2d(second), zeros([3])];
  model.setWeights(weights);
  dispose(weights);
});

afterEach(() => {
  model.dispose();
});

const sparse = 'sparse_categorical_crossentropy';
const basics = { x: keras.x, y: keras.ids, loss: sparse, verbose: 0 } as const;

function oneHot(ids: readonly number[]): number[][] {
  return ids.map((id) => [0, 1, 2].map((k) => Number(k === id)));
}

function batchesOf(count: number): Batch[] {
  return Array.from({ length: count }, () => ({ xs: ones([2, 4]), ys: tensor1d([0, 1]) }));
}

describe('against Keras', () => {
  test.each(keras.cases)('$name', async (expected) => {
    const { sample_weight, ...given } = expected.arguments;
    const camel = Object.fromEntries(
      Object.entries(given).map(([key, value]) => [
        key.replace(/_(.)/g, (_, c: string) => c.toUpperCase()),
        value,
      ]),
    );
    const y = expected.oneHot ? oneHot(keras.ids) : keras.ids;
    const loss = expected.oneHot ? 'categoricalCrossentropy' : sparse;
    const options: FitOptions = {
      ...basics,
      ...camel,
      y,
      loss,
      optimizer: expected.optimizer,
      metrics: expected.metrics,
      shuffle: false,
      ...(sample_weight === true ? { sampleWeight: keras.sampleWeight } : {}),
    };
    const { epoch, history } = await expectNoTensorLeak(() => fit(model, options));
    expect(epoch).toEqual(expected.epoch);
    expect(Object.keys(history).sort()).toEqual(Object.keys(expected.history).sort());
    for (const [key, values] of Object.entries(expected.history)) {
      expect(history[key]).toHaveLength(values.length);
      for (const [i, value] of values.entries()) expect(history[key]?.[i]).toBeCloseTo(value, 5);
    }
    const results = await expectNoTensorLeak(() =>
      evaluate(model, { x: keras.x, y, loss, metrics: expected.metrics, batchSize: 10 }),
    );
    for (const [key, value] of Object.entries(expected.evaluate)) expect(results[key]).toBeCloseTo(value, 5);
  });
});

describe('randomness', () => {
  const options = { ...basics, metrics: ['accuracy'], epochs: 3, batchSize: 8 };
  const runFrom = async (weights: Tensor[], seed: number) => {
    model.setWeights(weights);
    return (await fit(model, { ...options, seed })).history;
  };

  test('the same seed gives the same numbers to the last digit, another seed others', async () => {
    const weights = model.getWeights().map((weight) => weight.clone());
    const first = await runFrom(weights, 5);
    expect(await runFrom(weights, 5)).toEqual(first);
    expect((await runFrom(weights, 6)).loss).not.toEqual(first.loss);
    dispose(weights);
  });

  test('the validation split is taken off the end before shuffling', async () => {
    const x = [...Array(8).fill([1, 1, 1, 1]), ...Array(2).fill([-1, -1, -1, -1])];
    const y = [...Array(8).fill(0), ...Array(2).fill(1)];
    const results: number[] = [];
    for (const seed of [1, 2]) {
      const { history } = await fit(model, {
        ...basics,
        x,
        y,
        seed,
        validationSplit: 0.2,
        optimizer: sgd({ learningRate: 0 }),
      });
      results.push(history.val_loss?.[0] as number);
    }
    expect(results[0]).toBe(results[1]);
    const tail = await evaluate(model, { x: x.slice(8), y: y.slice(8), loss: sparse });
    expect(results[0]).toBeCloseTo(tail.loss as number, 6);
  });
});

describe('data', () => {
  test('reads arrays of batches, generator functions and validation batches, and disposes them', async () => {
    const { history } = await expectNoTensorLeak(() =>
      fit(model, {
        data: () => batchesOf(3),
        validationData: () => batchesOf(2),
        loss: sparse,
        epochs: 2,
        verbose: 0,
      }),
    );
    expect(history.loss).toHaveLength(2);
    expect(history.val_loss).toHaveLength(2);
  });

  test('with stepsPerEpoch goes on where the last epoch stopped, and warns when the data ends', async () => {
    let passes = 0;
    const warnings: string[] = [];
    const steps: number[] = [];
    await expectNoTensorLeak(() =>
      fit(model, {
        data: async function* () {
          passes++;
          for (let i = 0; i < 5; i++) yield { xs: ones([2, 4]), ys: tensor1d([0, 1]) };
        },
        loss: sparse,
        stepsPerEpoch: 2,
        epochs: 3,
        verbose: 0,
        onEvent(event) {
          if (event.type === 'warning') warnings.push(event.message);
          if (event.type === 'batch-end') steps.push(event.epoch);
        },
      }),
    );
    expect(steps).toEqual([0, 0, 1, 1, 2]);
    expect(passes).toBe(1);
    expect(warnings).toEqual(['data ended after 1 of 2 steps; the epoch ends early.']);
  });

  test('stops reading data without an end after stepsPerEpoch, and closes it', async () => {
    let closed = false;
    async function* endless(): AsyncGenerator<Batch> {
      try {
        for (;;) yield { xs: ones([2, 4]), ys: tensor1d([0, 1]) };
      } finally {
        closed = true;
      }
    }
    await expectNoTensorLeak(() => fit(model, { data: endless, loss: sparse, stepsPerEpoch: 4, verbose: 0 }));
    expect(closed).toBe(true);
  });

  test('refuses data without a batch, at the start and in a later epoch', async () => {
    const once = batchesOf(1)[Symbol.iterator]();
    await expect(fit(model, { data: [], loss: sparse, verbose: 0 })).rejects.toSatisfy(
      DatasetEmptyError.isInstance,
    );
    await expect(
      expectNoTensorLeak(() => fit(model, { data: once, loss: sparse, epochs: 2, verbose: 0 }), -2),
    ).rejects.toSatisfy(DatasetEmptyError.isInstance);
  });
});

describe('bad input', () => {
  const cases: [string, Partial<FitOptions>, string][] = [
    ['batch size 0', { batchSize: 0 }, 'batchSize'],
    ['epochs 0', { epochs: 0 }, 'epochs'],
    ['a fractional seed', { seed: 1.5 }, 'seed'],
    ['an unknown loss', { loss: 'nonsense' }, 'loss'],
    ['an unknown optimiser', { optimizer: 'nonsense' }, 'optimizer'],
    ['an unknown metric', { metrics: ['accuracy', 'nonsense'] }, 'metrics[1]'],
    ['a label above the classes', { y: keras.ids.map((id, i) => (i === 20 ? 3 : id)) }, 'ys[20]'],
    ['a negative label', { y: keras.ids.map((id, i) => (i === 3 ? -1 : id)) }, 'ys[3]'],
    ['a fractional label', { y: keras.ids.map((id, i) => (i === 3 ? 0.5 : id)) }, 'ys[3]'],
    [
      'rows of labels too wide',
      { y: keras.ids.map(() => [0, 0, 0, 1]), loss: 'categoricalCrossentropy' },
      'ys',
    ],
    ['too few labels', { y: [0, 1] }, 'y'],
    ['examples of another shape', { x: keras.x.map((row) => row.slice(1)) }, 'xs'],
    ['ragged examples', { x: [[1, 2, 3, 4], [1]] }, 'x'],
    ['ragged examples of the right total', { x: [[1, 2], [3], [4, 5, 6]] }, 'x'],
    [
      'a split that leaves nothing',
      { validationSplit: 0.001, x: keras.x.slice(0, 1), y: [0] },
      'validationSplit',
    ],
    ['data together with x', { data: [] }, 'x'],
    ['both kinds of weights', { classWeight: { 0: 1 }, sampleWeight: keras.sampleWeight }, 'classWeight'],
    ['a negative class weight', { classWeight: { 0: -1 } }, 'classWeight'],
    ['an option that there is not', { epoch: 5 } as never, 'epoch'],
  ];

  test.each(cases)('%s is refused before any step', async (_, options, argument) => {
    const before = await weightsOf(model);
    const call = () => fit(model, { ...basics, ...options });
    await expect(expectNoTensorLeak(call)).rejects.toSatisfy(InvalidArgumentError.isInstance);
    await expect(call()).rejects.toMatchObject({ argument });
    expect(await weightsOf(model)).toEqual(before);
  });

  test('a dataset without an end needs stepsPerEpoch', async () => {
    const data = datasetFromTensors({ xs: ones([4, 4]), ys: zeros([4]) }, { batchSize: 2 }).repeat();
    const call = () => fit(model, { data, loss: sparse, verbose: 0 });
    await expect(call()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argument: 'data' });
    const { history } = await fit(model, { data, loss: sparse, verbose: 0, stepsPerEpoch: 5, epochs: 2 });
    expect(history.loss).toHaveLength(2);
  });

  test('missing labels in a batch of a dataset', async () => {
    const call = () => fit(model, { data: () => [{ xs: ones([2, 4]) }], loss: sparse, verbose: 0 });
    await expect(expectNoTensorLeak(call)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      argument: 'ys',
    });
  });

  test('a loss that is NaN or infinite ends training with the place where it happened', async () => {
    const x = keras.x.map((row, i) => (i === 20 ? [Number.NaN, 0, 0, 0] : row));
    const call = () => fit(model, { ...basics, x, batchSize: 8, shuffle: false });
    const error = await expectNoTensorLeak(call).catch((reason: unknown) => reason);
    expect(TrainingDivergedError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ epoch: 0, step: 2 });
  });

  test('an error in the middle of a dataset passes through, and nothing is left behind', async () => {
    async function* broken(): AsyncGenerator<Batch> {
      yield { xs: ones([2, 4]), ys: tensor1d([0, 1]) };
      throw new RangeError('disk on fire');
    }
    const call = () => fit(model, { data: broken, loss: sparse, verbose: 0, optimizer: 'adam' });
    await expect(expectNoTensorLeak(call)).rejects.toThrow('disk on fire');
  });
});

test('stops at the next step when the signal fires', async () => {
  const controller = new AbortController();
  const steps: number[] = [];
  const call = () =>
    fit(model, {
      ...basics,
      batchSize: 4,
      signal: controller.signal,
      onEvent(event) {
        if (event.type !== 'batch-end') return;
        steps.push(event.step);
        if (event.step === 1) controller.abort('enough');
      },
    });
  await expect(expectNoTensorLeak(call)).rejects.toSatisfy(AbortedError.isInstance);
  expect(steps).toEqual([0, 1]);
});

test('lets timers run while it trains', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 30);
  const endless = fit(model, { ...basics, epochs: 1e9, signal: controller.signal });
  await expect(endless).rejects.toSatisfy(AbortedError.isInstance);
});

test('reports events in order, with running results', async () => {
  const events: TrainingEvent[] = [];
  await fit(model, {
    ...basics,
    metrics: ['accuracy'],
    epochs: 1,
    batchSize: 20,
    validationSplit: 0.5,
    onEvent: (event) => events.push(event),
  });
  expect(events.map((event) => event.type)).toEqual([
    'train-begin',
    'epoch-begin',
    'batch-end',
    'validation-begin',
    'validation-batch-end',
    'validation-end',
    'epoch-end',
    'train-end',
  ]);
  const end = events.find((event) => event.type === 'epoch-end');
  expect(end).toMatchObject({ epoch: 0, epochs: 1 });
  expect(Object.keys(end?.logs ?? {})).toEqual(['accuracy', 'loss', 'val_accuracy', 'val_loss']);
});

test('an optimiser of the caller keeps its slots until it is disposed', async () => {
  const optimizer = sgd({ learningRate: 0.01, momentum: 0.9 });
  const before = memory().numTensors;
  await fit(model, { ...basics, optimizer });
  await fit(model, { ...basics, optimizer });
  expect(optimizer.iterations).toBe(4);
  optimizer.dispose();
  expect(memory().numTensors).toBe(before);
});

async function weightsOf(trained: LayersModel): Promise<number[][]> {
  return Promise.all(trained.getWeights().map(async (weight) => Array.from(await weight.data())));
}
