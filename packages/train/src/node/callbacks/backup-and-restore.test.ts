import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { datasetFromArrays } from '@imgclf/data';
import { AbortedError, ImgclfError } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose, type Tensor } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Callback } from '../../callbacks/callback';
import { EarlyStopping } from '../../callbacks/early-stopping';
import { LearningRateScheduler } from '../../callbacks/learning-rate-scheduler';
import { fit } from '../../fit/fit';
import type { FitOptions } from '../../fit/fit-options';
import type { History } from '../../history/history';
import { BackupAndRestore } from './backup-and-restore';

const examples = 50;
const x = Array.from({ length: examples }, (_, i) => [
  Math.sin(i),
  Math.cos(i * 3),
  Math.sin(i * i),
  i / examples,
]);
const y = x.map(([a = 0, b = 0]) => Number(a + b > 0));

const arrays = {
  xs: { data: Float32Array.from(x.flat()), shape: [examples, 4] },
  ys: { data: Int32Array.from(y), shape: [examples] },
};

let folder: string;
let model: LayersModel;
let initial: Tensor[];

beforeAll(async () => {
  await initBackend({ threads: 1 });
  model = sequential({
    layers: [
      layers.dense({ inputShape: [4], units: 8, activation: 'relu' }),
      layers.dropout({ rate: 0.4 }),
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  initial = model.getWeights().map((weight) => weight.clone());
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'imgclf backup '));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

afterAll(() => {
  dispose(initial);
  model.dispose();
});

interface Outcome {
  weights: number[][];
  history: History;
  warnings: string[];
  /** Steps that this call took. */
  steps: number;
}

/** Trains from the initial weights, or until so many steps have been taken. */
async function train(options: Partial<FitOptions>, stopAfter = Number.POSITIVE_INFINITY): Promise<Outcome> {
  model.setWeights(initial);
  const warnings: string[] = [];
  const controller = new AbortController();
  let steps = 0;
  const history = await fit(model, {
    ...(options.data === undefined ? { x, y, batchSize: 8, validationSplit: 0.2 } : {}),
    loss: 'sparse_categorical_crossentropy',
    optimizer: 'adam',
    metrics: ['accuracy'],
    epochs: 4,
    seed: 3,
    verbose: 0,
    signal: controller.signal,
    onEvent(event) {
      if (event.type === 'warning') warnings.push(event.message);
      if (event.type === 'batch-end') steps++;
      if (steps >= stopAfter) controller.abort();
    },
    ...options,
  });
  const weights = model.getWeights().map((weight) => Array.from(weight.dataSync()));
  return { weights, history, warnings, steps };
}

type Make = () => Partial<FitOptions> & { callbacks: Callback[] };

async function expectSameAfterInterruption(
  make: Make,
  stopAfter: number,
  savedSteps = stopAfter,
): Promise<void> {
  const straight = await train({ ...make(), callbacks: make().callbacks.slice(0, -1) });
  const interrupted = expectNoTensorLeak(() => train(make(), stopAfter));
  await expect(interrupted).rejects.toSatisfy(AbortedError.isInstance);
  expect((await readdir(folder)).length).toBeGreaterThan(0);
  const resumed = await train(make());
  expect(resumed.warnings.filter((warning) => warning.includes('checkpoint'))).toEqual([]);
  expect(resumed.steps).toBe(straight.steps - savedSteps);
  expect(resumed.weights).toEqual(straight.weights);
  expect(resumed.history).toEqual(straight.history);
}

const backup = (saveFreq: 'epoch' | number = 'epoch') =>
  new BackupAndRestore({ backupDir: folder, saveFreq });

describe('an interrupted run ends as one that was not', () => {
  test.each([
    [6, 5],
    [9, 5],
    [14, 10],
  ])('from the last epoch, stopped after step %d', async (stopAfter, savedSteps) => {
    const make = () => ({
      callbacks: [
        new LearningRateScheduler((_, rate) => rate * 0.7),
        new EarlyStopping({ patience: 9, restoreBestWeights: true }),
        backup(),
      ],
    });
    await expectSameAfterInterruption(make, stopAfter, savedSteps);
  });

  test.each([1, 4, 5, 6, 13])('from the last step, stopped after step %d', async (stopAfter) => {
    const make = () => ({ callbacks: [new LearningRateScheduler((_, rate) => rate * 0.7), backup(1)] });
    await expectSameAfterInterruption(make, stopAfter);
  });

  test.each([3, 8, 11])('with a shuffled dataset, stopped after step %d', async (stopAfter) => {
    const make = () => ({
      data: datasetFromArrays(arrays, { batchSize: 8, shuffle: true, seed: 5 }),
      callbacks: [backup(1)],
    });
    await expectSameAfterInterruption(make, stopAfter);
  });

  test.each([2, 5, 7])('with passes that go on over epochs, stopped after step %d', async (stopAfter) => {
    const make = () => ({ stepsPerEpoch: 3, epochs: 5, optimizer: 'rmsprop', callbacks: [backup(1)] });
    await expectSameAfterInterruption(make, stopAfter);
  });
});

describe('checkpoints', () => {
  test('the last two are kept while training, none afterwards', async () => {
    await expect(train({ callbacks: [backup(1)] }, 12)).rejects.toThrow();
    expect(await readdir(folder)).toHaveLength(2);
    await train({ callbacks: [backup(1)] });
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });

  test('they stay when asked for, and another call then has nothing left to do', async () => {
    const keep = () => [new BackupAndRestore({ backupDir: folder, deleteCheckpoint: false })];
    const first = await train({ callbacks: keep() });
    const second = await train({ callbacks: keep() });
    expect(second.steps).toBe(0);
    expect(second.weights).toEqual(first.weights);
    expect(second.history).toEqual(first.history);
  });

  test.each([
    ['cut short', (file: string) => truncate(file, 900)],
    ['empty', (file: string) => truncate(file, 0)],
    ['changed in one bit', flipLastBit],
    ['no checkpoint at all', (file: string) => writeFile(file, 'hello, this is not a checkpoint')],
  ])('one that is %s is passed over with a warning', async (_, spoil) => {
    const straight = await train({});
    await expect(train({ callbacks: [backup()] }, 13)).rejects.toThrow();
    const names = (await readdir(folder)).sort();
    expect(names).toHaveLength(2);
    await spoil(path.join(folder, names.at(-1) as string));
    const resumed = await train({ callbacks: [backup()] });
    expect(resumed.warnings[0]).toContain(names.at(-1));
    expect(resumed.steps).toBe(straight.steps - 5);
    expect(resumed.weights).toEqual(straight.weights);
  });

  test('one of another optimiser or other callbacks is refused', async () => {
    await expect(train({ callbacks: [backup()] }, 7)).rejects.toThrow();
    await expect(train({ optimizer: 'sgd', callbacks: [backup()] })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      argument: 'state',
    });
    await expect(train({ callbacks: [new EarlyStopping(), backup()] })).rejects.toMatchObject({
      argument: 'callbacks',
    });
  });

  test('one that cannot be written is a typed error', async () => {
    const taken = path.join(folder, 'taken');
    await writeFile(taken, 'a file where the folder should be');
    const call = expectNoTensorLeak(() => train({ callbacks: [new BackupAndRestore({ backupDir: taken })] }));
    await expect(call).rejects.toMatchObject({ file: taken });
    await expect(call).rejects.toSatisfy(ImgclfError.isInstance);
  });
});

describe('kill -9', () => {
  const script = fileURLToPath(new URL('./__fixtures__/train-and-resume.mjs', import.meta.url));
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  /** Runs the script; kills it as soon as it has taken so many steps. */
  async function run(name: string, killAfter = Number.POSITIVE_INFINITY): Promise<number> {
    const child = spawn(process.execPath, [
      script,
      path.join(folder, name),
      path.join(folder, `${name}.json`),
    ]);
    children.push(child);
    let steps = 0;
    createInterface(child.stdout).on('line', () => {
      if (++steps === killAfter) child.kill('SIGKILL');
    });
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    const [code, signal] = await once(child, 'close');
    if (killAfter === Number.POSITIVE_INFINITY) expect(code, Buffer.concat(errors).toString()).toBe(0);
    else expect(signal).toBe('SIGKILL');
    return steps;
  }

  test('at several moments, and the same command ends with the same weights', async () => {
    const steps = await run('straight');
    expect(steps).toBe(48);
    for (const killAfter of [1, 9, 20]) await run('killed', killAfter);
    expect(await run('killed')).toBeLessThan(steps);
    const [straight, killed] = await Promise.all(
      ['straight.json', 'killed.json'].map((name) => readFile(path.join(folder, name), 'utf8')),
    );
    expect(killed).toBe(straight);
  });
});

async function flipLastBit(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
  await writeFile(file, bytes);
}
