import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { tensor2d } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Logs } from '../logs/logs';
import { accuracy } from '../metrics/accuracy';
import type { Metric } from '../metrics/metric';
import { sgd } from '../optimizers/sgd';
import type { Callback, TrainingContext } from './callback';
import { EarlyStopping } from './early-stopping';
import { formatTemplate } from './format-template';
import { LearningRateScheduler } from './learning-rate-scheduler';
import { ModelCheckpoint, type ModelCheckpointOptions } from './model-checkpoint';
import { ReduceLROnPlateau } from './reduce-lr-on-plateau';
import { TerminateOnNaN } from './terminate-on-nan';

type Numbers = Record<string, number | string | null>;

interface Scenario {
  kind: 'EarlyStopping' | 'ReduceLROnPlateau';
  options: Record<string, unknown>;
  logs: Numbers[];
  epochs: { state: Numbers; rate: number; added: Numbers }[];
  stopped: boolean;
  weight: number;
}

interface Fixture {
  scenarios: Scenario[];
  checkpoints: { options: Record<string, unknown>; logs: Numbers[]; saved: string[][] }[];
  formats: [string, number, string][];
}

const fixture = JSON.parse(
  readFileSync(new URL('./__fixtures__/keras-callbacks.json', import.meta.url), 'utf8'),
) as Fixture;

const kinds = { EarlyStopping, ReduceLROnPlateau };
let model: LayersModel;
let warnings: string[];
let context: TrainingContext;

beforeAll(async () => {
  await initBackend({ threads: 1 });
  model = sequential({ layers: [layers.dense({ inputShape: [1], units: 1, useBias: false })] });
});

beforeEach(() => {
  warnings = [];
  const metrics = [accuracy(), plain('auc', 'up'), plain('mae', 'down'), plain('odd', undefined)];
  const names = ['loss', ...metrics.map((metric) => metric.name)];
  context = {
    model,
    optimizer: sgd({ learningRate: 0.1 }),
    metrics,
    logNames: names.flatMap((name) => [name, `val_${name}`]),
    epochs: 10,
    steps: 3,
    stopTraining: false,
    warn: (message) => warnings.push(message),
    saveState: () => Promise.reject(new TypeError('not part of these tests')),
    resumeFrom: () => undefined,
  };
});

function plain(name: string, direction: Metric['direction']): Metric {
  const metric = { name, update: () => undefined, result: () => 0, reset: () => undefined };
  return direction === undefined ? metric : { ...metric, direction };
}

function numbers(values: Numbers): Logs {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, value === 'nan' ? Number.NaN : Number(value)]),
  );
}

function camelCase(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key.replace(/_(.)/g, (_, c: string) => c.toUpperCase()),
      value,
    ]),
  );
}

function setWeight(value: number): void {
  const weight = tensor2d([[value]]);
  model.setWeights([weight]);
  weight.dispose();
}

describe('with scripted logs, step by step as Keras', () => {
  test.each(fixture.scenarios)('$kind $options', async (scenario) => {
    const callback: Callback & { [key: string]: unknown } = Object.assign(
      new kinds[scenario.kind](camelCase(scenario.options)),
    );
    await callback.onTrainBegin?.({}, context);
    for (const [epoch, expected] of scenario.epochs.entries()) {
      setWeight(epoch + 1);
      const logs = numbers(scenario.logs[epoch] ?? {});
      const before = Object.keys(logs);
      await callback.onEpochEnd?.(epoch, logs, context);
      for (const [key, value] of Object.entries(expected.state)) {
        const wanted = value === null ? undefined : numbers({ value }).value;
        expect(callback[key], `${key} after epoch ${epoch}`).toEqual(wanted);
      }
      expect(context.optimizer.learningRate).toBeCloseTo(expected.rate, 6);
      expect(Object.keys(logs).filter((key) => !before.includes(key))).toEqual(Object.keys(expected.added));
    }
    await callback.onTrainEnd?.({}, context);
    expect(context.stopTraining).toBe(scenario.stopped);
    expect(model.getWeights()[0]?.dataSync()[0]).toBe(scenario.weight);
  });

  test.each(fixture.checkpoints)('ModelCheckpoint $options', async ({ options, logs, saved }) => {
    let paths: string[] = [];
    const callback = new ModelCheckpoint({
      ...(camelCase(options) as unknown as ModelCheckpointOptions),
      save: (_, path) => void paths.push(path),
    });
    callback.onTrainBegin({}, context);
    for (const [epoch, expected] of saved.entries()) {
      callback.onEpochBegin(epoch);
      for (const batch of [0, 1, 2])
        await callback.onTrainBatchEnd(batch, { loss: 1.5, accuracy: 0.25 }, context);
      await callback.onEpochEnd(epoch, numbers(logs[epoch] ?? {}), context);
      expect(paths).toEqual(expected);
      paths = [];
    }
  });

  test.each(fixture.formats)('formats {x:%s} of %d', (spec, value, text) => {
    expect(formatTemplate(`{x:${spec}}`, { x: value })).toBe(text);
  });
});

describe('what is monitored', () => {
  test.each([
    ['EarlyStopping', () => new EarlyStopping({ monitor: 'val_acc' })],
    ['ReduceLROnPlateau', () => new ReduceLROnPlateau({ monitor: 'nonsense' })],
    [
      'ModelCheckpoint',
      () => new ModelCheckpoint({ path: 'p', save: () => undefined, monitor: 'no', saveBestOnly: true }),
    ],
  ])('%s refuses an unknown metric before training', (_, make) => {
    const begin = () => make().onTrainBegin({}, context);
    expect(begin).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'monitor' }));
  });

  test('an unknown metric with a mode of its own is refused at the end of the first epoch', async () => {
    const stopping = new EarlyStopping({ monitor: 'nonsense', mode: 'min' });
    stopping.onTrainBegin({}, context);
    await expect(stopping.onEpochEnd(0, { loss: 1 }, context)).rejects.toSatisfy(
      InvalidArgumentError.isInstance,
    );
  });

  test('a metric without a direction asks for a mode', () => {
    const begin = () => new EarlyStopping({ monitor: 'val_odd' }).onTrainBegin({}, context);
    expect(begin).toThrow(expect.objectContaining({ argument: 'mode' }));
  });

  test('a value that this epoch did not compute is a warning', async () => {
    const stopping = new EarlyStopping({ patience: 0 });
    stopping.onTrainBegin({}, context);
    for (const epoch of [0, 1, 2]) await stopping.onEpochEnd(epoch, { loss: 1 }, context);
    expect(context.stopTraining).toBe(false);
    expect(warnings).toHaveLength(3);
  });
});

describe('remembering across a restart', () => {
  test('EarlyStopping goes on counting and keeps the best weights', async () => {
    const first = new EarlyStopping({ patience: 2, restoreBestWeights: true });
    first.onTrainBegin({}, context);
    setWeight(1);
    await first.onEpochEnd(0, { val_loss: 0.5 }, context);
    setWeight(2);
    await first.onEpochEnd(1, { val_loss: 0.6 }, context);
    const second = new EarlyStopping({ patience: 2, restoreBestWeights: true });
    second.onTrainBegin({}, context);
    second.loadState(first.saveState());
    await second.onEpochEnd(2, { val_loss: 0.7 }, context);
    expect(context.stopTraining).toBe(true);
    second.onTrainEnd({}, context);
    expect(model.getWeights()[0]?.dataSync()[0]).toBe(1);
  });

  test('ReduceLROnPlateau goes on counting, its cooldown too', () => {
    const options = { patience: 1, cooldown: 2, factor: 0.5 };
    const straight = new ReduceLROnPlateau(options);
    straight.onTrainBegin({}, context);
    const restarted = () => {
      const next = new ReduceLROnPlateau(options);
      next.onTrainBegin({}, other);
      return next;
    };
    const other = { ...context, optimizer: sgd({ learningRate: 0.1 }) };
    let broken = restarted();
    for (let epoch = 0; epoch < 8; epoch++) {
      straight.onEpochEnd(epoch, { val_loss: 1 }, context);
      const state = broken.saveState();
      broken = restarted();
      broken.loadState(state);
      broken.onEpochEnd(epoch, { val_loss: 1 }, other);
      expect(other.optimizer.learningRate).toBe(context.optimizer.learningRate);
    }
    expect(context.optimizer.learningRate).toBeLessThan(0.05);
  });
});

test('LearningRateScheduler sets the rate before the epoch and logs it after', () => {
  const scheduler = new LearningRateScheduler((epoch, rate) => rate / (epoch + 1));
  const logs: Logs = {};
  scheduler.onEpochBegin(1, {}, context);
  scheduler.onEpochEnd(1, logs, context);
  expect(context.optimizer.learningRate).toBe(0.05);
  expect(logs).toEqual({ learning_rate: 0.05 });
});

test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('LearningRateScheduler refuses %d', (rate) => {
  const scheduler = new LearningRateScheduler(() => rate);
  expect(() => scheduler.onEpochBegin(0, {}, context)).toThrow(
    expect.objectContaining({ argument: 'schedule' }),
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  'TerminateOnNaN stops at %d',
  (loss) => {
    const callback = new TerminateOnNaN();
    callback.onTrainBatchEnd(0, { loss: 1 }, context);
    expect(context.stopTraining).toBe(false);
    callback.onTrainBatchEnd(1, { loss }, context);
    expect(context.stopTraining).toBe(true);
  },
);

test.each(['{epoch:02q}', '{nothing}', '{loss:x}'])('a template with %s is refused', (template) => {
  expect(() => formatTemplate(template, { epoch: 1, loss: 2 })).toThrow(
    expect.objectContaining({ argument: 'path' }),
  );
});

test.each([
  ['patience', () => new EarlyStopping({ patience: -1 })],
  ['mode', () => new EarlyStopping({ mode: 'sideways' as 'min' })],
  ['patiense', () => new EarlyStopping({ patiense: 3 } as never)],
  ['factor', () => new ReduceLROnPlateau({ factor: 1 })],
  ['saveFreq', () => new ModelCheckpoint({ path: 'p', save: () => undefined, saveFreq: 0 })],
])('a bad %s is refused', (argument, make) => {
  expect(make).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT', argument }));
});
