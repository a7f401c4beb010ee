import { DatasetEmptyError } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { ones, tensor1d } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Batch } from '../batches/batch';
import { lambdaCallback } from '../callbacks/lambda-callback';
import { fit } from './fit';
import type { FitOptions } from './fit-options';

const x = Array.from({ length: 12 }, (_, i) => [i / 12, 1 - i / 12]);
const y = x.map((_, i) => i % 3);
const loss = 'sparse_categorical_crossentropy';
const basics = { x, y, loss, verbose: 0, batchSize: 4, seed: 1 } as const;

let model: LayersModel;

beforeAll(async () => {
  await initBackend({ threads: 1 });
});

beforeEach(() => {
  model = sequential({ layers: [layers.dense({ inputShape: [2], units: 3, activation: 'softmax' })] });
});

afterEach(() => {
  model.dispose();
});

/** Trains and counts the batches of training and of validation. */
async function countBatches(options: Partial<FitOptions>): Promise<{ train: number; test: number }> {
  const counts = { train: 0, test: 0 };
  const counting = lambdaCallback({
    onTrainBatchEnd: () => void counts.train++,
    onTestBatchEnd: () => void counts.test++,
  });
  await expectNoTensorLeak(() => fit(model, { ...basics, ...options, callbacks: [counting] }));
  return counts;
}

function* endless(made: Batch[]): Generator<Batch> {
  for (;;) {
    const batch = { xs: ones([2, 2]), ys: tensor1d([0, 1]) };
    made.push(batch);
    yield batch;
  }
}

describe('validation', () => {
  test.each<[string, Partial<FitOptions>, number, number]>([
    ['by batchSize', { validationSplit: 0.5 }, 2, 2],
    ['by validationBatchSize, of the split', { validationSplit: 0.5, validationBatchSize: 2 }, 2, 3],
    ['by validationBatchSize, of arrays', { validationData: { x, y }, validationBatchSize: 12 }, 3, 1],
    ['for validationSteps', { validationData: { x, y }, validationSteps: 2 }, 3, 2],
    ['by stepsPerEpoch alone, as Keras does', { batchSize: undefined, stepsPerEpoch: 5 } as never, 4, 0],
    [
      'by validationSteps alone',
      { batchSize: undefined, validationData: { x, y }, validationSteps: 2 } as never,
      1,
      2,
    ],
  ])('runs %s', async (_, options, trained, tested) => {
    expect(await countBatches(options)).toEqual({ train: trained, test: tested });
  });

  test('takes validationSteps of data without an end, from the start after every epoch', async () => {
    const made: Batch[] = [];
    const counts = await countBatches({
      validationData: () => endless(made),
      validationSteps: 3,
      epochs: 2,
    });
    expect(counts).toEqual({ train: 6, test: 6 });
    expect(made).toHaveLength(6);
  });

  test('data that ends before validationSteps are over ends it, with a warning', async () => {
    const warnings: string[] = [];
    const batches = () => [0, 1].map(() => ({ xs: ones([2, 2]), ys: tensor1d([0, 1]) }));
    const { history } = await fit(model, {
      ...basics,
      validationData: batches,
      validationSteps: 5,
      onEvent: (event) => void (event.type === 'warning' && warnings.push(event.message)),
    });
    expect(history.val_loss).toHaveLength(1);
    expect(warnings).toEqual(['validationData ended after 2 of 5 steps; the epoch ends early.']);
  });

  test('data without a batch is a typed error', async () => {
    const call = () => fit(model, { ...basics, validationData: () => [] });
    await expect(expectNoTensorLeak(call)).rejects.toSatisfy(DatasetEmptyError.isInstance);
  });

  test.each<[string, FitOptions['validationData']]>([
    ['arrays', { x: [[0, 1]], y: [3] }],
    ['batches', () => [{ xs: ones([1, 2]), ys: tensor1d([3]) }]],
  ])('a class that the model does not have is a typed error, in %s', async (_, validationData) => {
    const call = () => fit(model, { ...basics, validationData: validationData as never });
    await expect(expectNoTensorLeak(call)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      argument: 'ys[0]',
      allowed: "a class id from 0 to 2, the model's classes",
    });
  });

  test('validationBatchSize does not go with batches', async () => {
    const call = () => fit(model, { ...basics, validationData: () => [], validationBatchSize: 2 });
    await expect(expectNoTensorLeak(call)).rejects.toMatchObject({ argument: 'validationBatchSize' });
  });
});

test.each<[string, Partial<FitOptions>, string]>([
  ['labels for another head', { loss: 'categorical_crossentropy', y: x.map(() => [1, 0]) }, 'ys'],
  ['one column for three classes', { loss: 'binary_crossentropy' }, 'ys'],
  ['examples for another input', { x: x.map(() => [1, 2, 3]) }, 'xs'],
])('%s are refused', async (_, options, argument) => {
  const call = () => fit(model, { ...basics, ...options });
  await expect(expectNoTensorLeak(call)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argument });
});

test.each([NaN, Number.POSITIVE_INFINITY])(
  'an example that is %s ends training with a typed error',
  async (value) => {
    const call = () => fit(model, { ...basics, x: x.map((row, i) => (i === 5 ? [value, 0] : row)) });
    await expect(expectNoTensorLeak(call)).rejects.toMatchObject({ code: 'TRAINING_DIVERGED', epoch: 0 });
  },
);

test.each([
  [0, []],
  [1, ['Epoch 1/2', '3/3', 'Epoch 2/2', '3/3']],
  [2, ['Epoch 1/2', '3/3', 'Epoch 2/2', '3/3']],
] as const)('verbose %i prints what it says', async (verbose, lines) => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    await fit(model, { ...basics, epochs: 2, verbose });
    expect(log.mock.calls.map(([line]) => String(line).split(' - ')[0])).toEqual(lines);
  } finally {
    log.mockRestore();
  }
});
