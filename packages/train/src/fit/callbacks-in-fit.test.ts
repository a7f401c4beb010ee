import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { fill, ones, tensor1d } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { EarlyStopping } from '../callbacks/early-stopping';
import { lambdaCallback } from '../callbacks/lambda-callback';
import { LearningRateScheduler } from '../callbacks/learning-rate-scheduler';
import { ReduceLROnPlateau } from '../callbacks/reduce-lr-on-plateau';
import { TerminateOnNaN } from '../callbacks/terminate-on-nan';
import { fit } from './fit';
import type { FitOptions } from './fit-options';

let model: LayersModel;
let basics: FitOptions;

beforeAll(async () => {
  await initBackend({ threads: 1 });
});

beforeEach(() => {
  model = sequential({ layers: [layers.dense({ inputShape: [2], units: 2, activation: 'softmax' })] });
  basics = {
    data: function* () {
      for (let i = 0; i < 2; i++) yield { xs: ones([3, 2]), ys: tensor1d([0, 1, 0]) };
    },
    loss: 'sparse_categorical_crossentropy',
    verbose: 0,
  };
});

function recorder(calls: string[], name = ''): ReturnType<typeof lambdaCallback> {
  const record = (hook: string) => (index: unknown) =>
    void calls.push(`${name}${hook}${typeof index === 'number' ? ` ${index}` : ''}`);
  const hooks = [
    'onTrainBegin',
    'onTrainEnd',
    'onEpochBegin',
    'onEpochEnd',
    'onTrainBatchBegin',
    'onTrainBatchEnd',
    'onTestBegin',
    'onTestEnd',
    'onTestBatchBegin',
    'onTestBatchEnd',
  ];
  return lambdaCallback(Object.fromEntries(hooks.map((hook) => [hook, record(hook)])));
}

test('calls the hooks in the order of Keras', async () => {
  const calls: string[] = [];
  await fit(model, {
    ...basics,
    validationData: () => [{ xs: ones([1, 2]), ys: tensor1d([0]) }],
    callbacks: [recorder(calls)],
  });
  expect(calls).toEqual([
    'onTrainBegin',
    'onEpochBegin 0',
    'onTrainBatchBegin 0',
    'onTrainBatchEnd 0',
    'onTrainBatchBegin 1',
    'onTrainBatchEnd 1',
    'onTestBegin',
    'onTestBatchBegin 0',
    'onTestBatchEnd 0',
    'onTestEnd',
    'onEpochEnd 0',
    'onTrainEnd',
  ]);
});

test('what one callback adds to the logs, later ones and the history see', async () => {
  const seen: string[][] = [];
  const { history } = await fit(model, {
    ...basics,
    epochs: 2,
    callbacks: [
      new LearningRateScheduler((epoch) => 0.1 / (epoch + 1)),
      lambdaCallback({ onEpochEnd: (_, logs) => void seen.push(Object.keys(logs)) }),
    ],
  });
  expect(seen[0]).toEqual(['loss', 'learning_rate']);
  expect(history.learning_rate).toEqual([0.1, 0.05]);
});

test('the learning rate that a callback sets takes effect', async () => {
  const before = model.getWeights()[0]?.dataSync();
  await fit(model, { ...basics, callbacks: [new LearningRateScheduler(() => 0)] });
  expect(model.getWeights()[0]?.dataSync()).toEqual(before);
});

test('stopping in the middle of an epoch still validates and ends it', async () => {
  const calls: string[] = [];
  await fit(model, {
    ...basics,
    epochs: 5,
    validationData: () => [{ xs: ones([1, 2]), ys: tensor1d([0]) }],
    callbacks: [
      lambdaCallback({
        onTrainBatchEnd: (_batch, _logs, context) => {
          context.stopTraining = true;
        },
      }),
      recorder(calls),
    ],
  });
  expect(calls.filter((call) => call.startsWith('onTrainBatchEnd'))).toHaveLength(1);
  expect(calls.slice(-4)).toEqual(['onTestBatchEnd 0', 'onTestEnd', 'onEpochEnd 0', 'onTrainEnd']);
});

test('EarlyStopping stops a run that learns nothing and gives back the best weights', async () => {
  const stopping = new EarlyStopping({ monitor: 'loss', patience: 1, restoreBestWeights: true });
  const { epoch } = await expectNoTensorLeak(() =>
    fit(model, {
      ...basics,
      epochs: 50,
      callbacks: [new LearningRateScheduler(() => 0), new ReduceLROnPlateau({ monitor: 'loss' }), stopping],
    }),
  );
  expect(epoch).toEqual([0, 1]);
  expect(stopping.stoppedEpoch).toBe(1);
});

test('with TerminateOnNaN a diverged run ends without an error', async () => {
  const warnings: string[] = [];
  const { history } = await expectNoTensorLeak(() =>
    fit(model, {
      ...basics,
      data: () => [{ xs: fill([1, 2], Number.NaN), ys: tensor1d([0]) }],
      callbacks: [new TerminateOnNaN(), { onWarning: (message) => void warnings.push(message) }],
      epochs: 3,
    }),
  );
  expect(history.loss).toEqual([Number.NaN]);
  expect(warnings).toHaveLength(1);
});

test('tells callbacks when training ends by an error', async () => {
  const errors: unknown[] = [];
  const failing = lambdaCallback({
    onTrainBatchEnd: () => {
      throw new RangeError('no more');
    },
  });
  const call = () =>
    fit(model, { ...basics, callbacks: [failing, { onTrainError: (error) => void errors.push(error) }] });
  await expect(expectNoTensorLeak(call)).rejects.toThrow('no more');
  expect(errors).toHaveLength(1);
});
