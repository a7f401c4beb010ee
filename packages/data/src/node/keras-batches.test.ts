import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { initBackend } from '@imgclf/runtime/node';
import { dispose, type Tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import keras from './__fixtures__/keras-batches.json';
import { type ImageDirectoryOptions, imageDatasetFromDirectory } from './image-dataset-from-directory';

let root: string;
beforeAll(async () => {
  await initBackend();
  root = await mkdtemp(path.join(tmpdir(), 'keras-'));
  for (const [file, encoded] of Object.entries(keras.files)) {
    await mkdir(path.join(root, path.dirname(file)), { recursive: true });
    await writeFile(path.join(root, file), Buffer.from(encoded, 'base64'));
  }
});
afterAll(() => rm(root, { recursive: true }));

function expectEqual(tensor: Tensor, expected: { shape: number[]; values: number[] }): void {
  expect(tensor.shape).toEqual(expected.shape);
  const values = tensor.dataSync();
  const worst = Math.max(...expected.values.map((value, i) => Math.abs(value - (values[i] as number))));
  expect(worst).toBeLessThan(1e-3);
}

it.each(keras.cases)('gives the batches that Keras gives for $options', async ({ options, xs, ys }) => {
  const given = { ...options, shuffle: false, verbose: false } as unknown as ImageDirectoryOptions & {
    subset?: 'training';
  };
  const [batch, ...others] = await (await imageDatasetFromDirectory(root, given)).toArray();
  if (batch === undefined) throw new RangeError('There is no batch.');
  expect(others).toEqual([]);
  expectEqual(batch.xs, xs);
  if (ys) expectEqual(batch.ys as Tensor, ys);
  else expect(batch.ys).toBeUndefined();
  dispose(batch as never);
});
