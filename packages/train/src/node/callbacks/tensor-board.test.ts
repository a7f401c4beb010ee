import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ImgclfError } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { fit } from '../../fit/fit';
import { TensorBoard, type TensorBoardOptions } from './tensor-board';

let folder: string;
let model: LayersModel;

beforeAll(async () => {
  await initBackend({ threads: 1 });
  model = sequential({
    layers: [layers.dense({ inputShape: [3], units: 2, activation: 'softmax', name: 'head' })],
  });
});
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'imgclf board '));
});
afterEach(() => rm(folder, { recursive: true }));
afterAll(() => model.dispose());

function train(options: TensorBoardOptions): Promise<unknown> {
  const x = Array.from({ length: 8 }, (_, i) => [i, 1, -i]);
  return expectNoTensorLeak(() =>
    fit(model, {
      x,
      y: x.map((_, i) => i % 2),
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
      validationSplit: 0.25,
      batchSize: 2,
      epochs: 2,
      verbose: 0,
      callbacks: [new TensorBoard({ logDir: folder, ...options })],
    }),
  );
}

/** The records of a run's only event file, as text. */
async function records(run: string): Promise<string[]> {
  const [file, ...others] = await readdir(path.join(folder, run));
  expect(others).toEqual([]);
  const bytes = await readFile(path.join(folder, run, file as string));
  const found: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    found.push(bytes.toString('latin1', at + 12, at + 12 + length));
    at += length + 16;
  }
  return found;
}

async function tags(run: string): Promise<string[]> {
  const known = /(?:epoch|batch|evaluation)_[a-z_]+|head\/[a-z]+\/(?:histogram|image)|model|brain\.Event:2/g;
  return (await records(run)).flatMap((record) => record.match(known) ?? []);
}

test('writes the results of every epoch with the names of Keras', async () => {
  await train({ writeGraph: false });
  const epoch = ['epoch_accuracy', 'epoch_loss', 'epoch_learning_rate'];
  expect(await tags('train')).toEqual(['brain.Event:2', ...epoch, ...epoch]);
  const evaluation = ['evaluation_accuracy_vs_iterations', 'evaluation_loss_vs_iterations'];
  const validation = [...evaluation, 'epoch_accuracy', 'epoch_loss'];
  expect(await tags('validation')).toEqual(['brain.Event:2', ...validation, ...validation]);
});

test('writes batches, histograms, pictures, speed and the model when asked for', async () => {
  await train({ histogramFreq: 2, writeImages: true, updateFreq: 3, writeStepsPerSecond: true });
  const found = await tags('train');
  expect(found.filter((tag) => tag === 'batch_loss')).toHaveLength(2);
  expect(found.filter((tag) => tag === 'head/kernel/histogram')).toHaveLength(1);
  expect(found.filter((tag) => tag === 'head/kernel/image')).toHaveLength(1);
  expect(found.filter((tag) => tag === 'epoch_steps_per_second')).toHaveLength(2);
  expect(found).toContain('model');
});

test('a folder that cannot be made is a typed error', async () => {
  const taken = path.join(folder, 'taken');
  await writeFile(taken, '');
  await expect(train({ logDir: taken })).rejects.toSatisfy(ImgclfError.isInstance);
});
