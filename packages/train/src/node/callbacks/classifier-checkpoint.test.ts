import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadClassifier } from '@imgclf/models/node';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { ones, type Tensor } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { fit } from '../../fit/fit';
import { type ClassifierCheckpointOptions, classifierCheckpoint } from './classifier-checkpoint';

const size = { height: 2, width: 2 };
const x = Array.from({ length: 12 }, (_, i) => [
  [[i, 0, 1].map((value) => value / 12), [1, 0, 0]],
  [
    [0, 1, 0],
    [0, 0, i / 12],
  ],
]);
const y = x.map((_, i) => Number(i > 5));

let folder: string;
let model: LayersModel;

beforeAll(async () => {
  await initBackend({ threads: 1 });
});

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'imgclf-classifiers-'));
  model = sequential({
    layers: [layers.flatten({ inputShape: [2, 2, 3] }), layers.dense({ units: 2, activation: 'softmax' })],
  });
});

afterEach(() => {
  model.dispose();
  rmSync(folder, { recursive: true });
});

function train(options: Partial<ClassifierCheckpointOptions> & { path: string }) {
  const callback = classifierCheckpoint({
    classNames: ['cat', 'dog'],
    preprocessing: [{ op: 'resize', ...size }],
    ...options,
  });
  const run = fit(model, {
    ...{ x, y, epochs: 3, batchSize: 4, validationSplit: 0.25, seed: 1, verbose: 0 },
    loss: 'sparse_categorical_crossentropy',
    callbacks: [callback],
  });
  return { callback, run };
}

async function scoresOf(at: LayersModel): Promise<number[]> {
  const input = ones([1, 2, 2, 3]);
  const output = at.predict(input) as Tensor;
  const scores = [...(await output.data())];
  input.dispose();
  output.dispose();
  return scores;
}

test('saves a classifier after every epoch under a name from the template', async () => {
  await expectNoTensorLeak(() => train({ path: path.join(folder, '{epoch:02d}-{val_loss:.2f}') }).run);
  expect(readdirSync(folder).map((name) => name.slice(0, 3))).toEqual(['01-', '02-', '03-']);
  const [, , last = ''] = readdirSync(folder);
  const loaded = await loadClassifier(path.join(folder, last));
  expect(loaded.classNames).toEqual(['cat', 'dog']);
  expect(loaded.preprocessing).toMatchObject([{ op: 'resize', ...size }]);
  expect(await scoresOf(loaded.model)).toEqual(await scoresOf(model));
  loaded.dispose();
});

test('saves after every so many steps, counted across epochs', async () => {
  await train({ path: path.join(folder, '{epoch}-{batch}'), saveFreq: 2 }).run;
  expect(readdirSync(folder)).toEqual(['1-2', '2-1', '2-3', '3-2']);
});

test('saves only what is better than before', async () => {
  const target = path.join(folder, 'best');
  const { run, callback } = train({ path: target, saveBestOnly: true, initialValueThreshold: 0 });
  await run;
  expect(callback.lastPath).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that cannot be written is a typed error, and names it', async () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  const call = () => train({ path: path.join(file, 'model') }).run;
  await expect(expectNoTensorLeak(call)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    file: path.join(file, 'model'),
  });
});
