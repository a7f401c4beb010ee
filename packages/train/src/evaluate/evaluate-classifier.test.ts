import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose, tensor2d } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { evaluateClassifier } from './evaluate-classifier';

beforeAll(async () => {
  await initBackend({ threads: 1 });
});

/** A model whose output is its input. */
function identity(width: number): LayersModel {
  const model = sequential({ layers: [layers.dense({ inputShape: [width], units: width, useBias: false })] });
  const weight = tensor2d(
    Array.from({ length: width }, (_, i) => Array.from({ length: width }, (_, j) => Number(i === j))),
  );
  model.setWeights([weight]);
  dispose(weight);
  return model;
}

const x = [
  [0.9, 0.1, 0],
  [0.2, 0.7, 0.1],
  [0.4, 0.5, 0.1],
  [0.1, 0.1, 0.8],
  [0.6, 0.3, 0.1],
];
const y = [0, 1, 0, 2, 0];

test('judges a classifier class by class and keeps every prediction', async () => {
  const model = identity(3);
  const classNames = ['ant', 'bee', 'cat'];
  const report = await expectNoTensorLeak(() =>
    evaluateClassifier(model, { x, y, classNames, batchSize: 2 }),
  );
  expect(report.count).toBe(5);
  expect(report.accuracy).toBeCloseTo(0.8);
  expect(report.baseline).toEqual({ label: 'ant', accuracy: 0.6 });
  expect(report.confusionMatrix).toEqual([
    [2, 1, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
  expect(report.perClass[0]).toEqual({ label: 'ant', precision: 1, recall: 2 / 3, f1: 0.8, support: 3 });
  expect(report.predictions.map(({ index, label, predicted }) => [index, label, predicted])).toEqual([
    [0, 0, 0],
    [1, 1, 1],
    [2, 0, 1],
    [3, 2, 2],
    [4, 0, 0],
  ]);
  expect(report.predictions[2]?.score).toBeCloseTo(0.5, 6);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  model.dispose();
});

test('takes one-hot labels', async () => {
  const model = identity(3);
  const oneHot = y.map((id) => [0, 1, 2].map((k) => Number(k === id)));
  const { accuracy } = await evaluateClassifier(model, { x, y: oneHot });
  expect(accuracy).toBeCloseTo(0.8);
  model.dispose();
});

test('takes a single column as the probability of the second class', async () => {
  const model = identity(1);
  const report = await evaluateClassifier(model, { x: [[0.9], [0.2], [0.5]], y: [1, 0, 1] });
  expect(report.predictions.map(({ predicted }) => predicted)).toEqual([1, 0, 0]);
  expect(report.classNames).toEqual(['0', '1']);
  model.dispose();
});

test.each([
  ['too few names', { classNames: ['ant', 'bee'] }, 'classNames'],
  ['a label that is no class', { y: [0, 1, 0, 3, 0] }, 'labels[3]'],
])('refuses %s', async (_, options, argument) => {
  const model = identity(3);
  await expect(
    expectNoTensorLeak(() => evaluateClassifier(model, { x, y, ...options })),
  ).rejects.toMatchObject({ argument });
  model.dispose();
});
