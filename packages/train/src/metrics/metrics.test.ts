import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from '@imgclf/runtime';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accuracy } from './accuracy';
import { auc } from './auc';
import { binaryAccuracy } from './binary-accuracy';
import { bootstrapInterval } from './bootstrap-interval';
import { categoricalAccuracy, sparseCategoricalAccuracy } from './categorical-accuracy';
import { classificationReport } from './classification-report';
import { confusionMatrix } from './confusion-matrix';
import { f1Score } from './f1-score';
import type { Metric, MetricBatch } from './metric';
import { precision, recall } from './precision-recall';
import { brierScore, expectedCalibrationError, logLoss } from './probability-scores';
import { resolveMetrics } from './resolve-metrics';
import { sparseTopKCategoricalAccuracy, topKCategoricalAccuracy } from './top-k-categorical-accuracy';

interface Fixture {
  sets: {
    ids: number[];
    predictions: number[][];
    keras: Record<string, number>;
    numpy: Record<string, number>;
    report: { perClass: number[][]; matrix: number[][] };
  }[];
  binary: { labels: number[]; predictions: number[]; keras: Record<string, number>; brier: number };
  bootstrap: { right: number[]; cases: { seed: number; samples: number; low: number; high: number }[] };
}

const fixture = JSON.parse(
  readFileSync(new URL('./__fixtures__/keras-metrics.json', import.meta.url), 'utf8'),
) as Fixture;

/** By the names of the fixture. */
const metrics: Record<string, () => Metric> = {
  binary_accuracy: () => binaryAccuracy(),
  'binary_accuracy 0.3': () => binaryAccuracy({ threshold: 0.3 }),
  categorical_accuracy: () => categoricalAccuracy(),
  'sparse accuracy': () => sparseCategoricalAccuracy(),
  precision: () => precision(),
  'precision threshold 0.3': () => precision({ threshold: 0.3 }),
  'precision topK 2': () => precision({ topK: 2 }),
  'precision classId 1': () => precision({ classId: 1 }),
  recall: () => recall(),
  'recall topK 2 classId 1': () => recall({ topK: 2, classId: 1 }),
  auc: () => auc(),
  'auc minoring': () => auc({ summationMethod: 'minoring' }),
  'auc majoring': () => auc({ summationMethod: 'majoring' }),
  'auc PR': () => auc({ curve: 'PR' }),
  'auc PR minoring': () => auc({ curve: 'PR', summationMethod: 'minoring' }),
  'auc PR 20': () => auc({ curve: 'PR', numThresholds: 20 }),
  'auc 3': () => auc({ numThresholds: 3 }),
  brier_score: () => brierScore(),
  log_loss: () => logLoss(),
  expected_calibration_error: () => expectedCalibrationError(),
};
for (const k of [1, 2, 3]) {
  metrics[`top ${k}`] = () => topKCategoricalAccuracy({ k });
  metrics[`sparse top ${k}`] = () => sparseTopKCategoricalAccuracy({ k });
}
for (const average of ['micro', 'macro', 'weighted'] as const) {
  metrics[`f1 ${average}`] = () => f1Score({ average });
  metrics[`f1 ${average} 0.4`] = () => f1Score({ average, threshold: 0.4 });
  metrics[`f2 ${average}`] = () => f1Score({ average, beta: 2 });
}

function oneHot(ids: readonly number[], classes: number): number[][] {
  return ids.map((id) => Array.from({ length: classes }, (_, k) => Number(k === id)));
}

function batch(labels: number[] | number[][], predictions: number[] | number[][]): MetricBatch {
  const shapeOf = (values: number[] | number[][]) =>
    Array.isArray(values[0]) ? [values.length, values[0].length] : [values.length];
  return {
    labels: labels.flat(),
    labelShape: shapeOf(labels),
    predictions: Float32Array.from(predictions.flat()),
    predictionShape: shapeOf(predictions),
  };
}

function measure(
  metric: Metric,
  labels: number[] | number[][],
  predictions: number[] | number[][],
  cut = 9,
): number {
  metric.update(batch(labels.slice(0, cut) as number[], predictions.slice(0, cut) as number[]));
  metric.update(batch(labels.slice(cut) as number[], predictions.slice(cut) as number[]));
  return metric.result();
}

describe.each(fixture.sets.map((set, index) => ({ ...set, index })))('set $index', (set) => {
  const rows = oneHot(set.ids, set.predictions[0]?.length ?? 0);

  test.each(Object.entries(set.keras))('%s as Keras', (name, value) => {
    const labels = name.startsWith('sparse') ? set.ids : rows;
    expect(measure(metrics[name]?.() as Metric, labels, set.predictions)).toBeCloseTo(value, 6);
  });

  test.each(Object.entries(set.numpy))('%s by its definition', (name, value) => {
    expect(measure(metrics[name]?.() as Metric, rows, set.predictions)).toBeCloseTo(value, 6);
  });

  test('class ids and one-hot rows give the same, whatever the batches', () => {
    const flexible = Object.entries(metrics).filter(([name]) => !/binary|categorical|^top/.test(name));
    for (const [name, make] of flexible) {
      const value = measure(make(), rows, set.predictions, 1);
      expect(measure(make(), set.ids, set.predictions, 10), name).toBeCloseTo(value, 12);
    }
  });

  test('the report has the scores of each class and the confusion matrix', () => {
    const guesses = set.predictions.map((row) => row.indexOf(Math.max(...row)));
    const report = classificationReport(
      set.ids,
      guesses,
      set.report.perClass.map((_, id) => `class ${id}`),
    );
    expect(report.confusionMatrix).toEqual(set.report.matrix);
    for (const [id, [wantedPrecision, wantedRecall, wantedF1, support]] of set.report.perClass.entries()) {
      const scores = report.perClass[id];
      expect(scores?.precision).toBeCloseTo(wantedPrecision as number, 12);
      expect(scores?.recall).toBeCloseTo(wantedRecall as number, 12);
      expect(scores?.f1).toBeCloseTo(wantedF1 as number, 12);
      expect(scores?.support).toBe(support);
    }
    expect(report.weightedAverage.recall).toBeCloseTo(report.accuracy, 12);
  });
});

describe('one column of probabilities', () => {
  const { labels, predictions, keras, brier } = fixture.binary;
  const columns = predictions.map((value) => [value]);

  test.each(Object.entries(keras))('%s as Keras', (name, value) => {
    expect(measure(metrics[name]?.() as Metric, labels, columns)).toBeCloseTo(value, 6);
    expect(measure(metrics[name]?.() as Metric, labels, predictions)).toBeCloseTo(value, 6);
  });

  test('brier score by its definition', () => {
    expect(measure(brierScore(), labels, columns)).toBeCloseTo(brier, 6);
  });
});

test('the check values of the AUC', () => {
  const labels = [0, 0, 1, 1];
  const predictions = [0, 0.5, 0.3, 0.9];
  expect(measure(auc(), labels, predictions)).toBeCloseTo(0.75, 6);
  expect(measure(auc({ numThresholds: 3 }), labels, predictions)).toBeCloseTo(0.75, 6);
  expect(measure(auc({ curve: 'PR', numThresholds: 3 }), labels, predictions)).toBeCloseTo(0.8206994, 6);
});

describe('accuracy follows the shapes', () => {
  const predictions = [
    [0.9, 0.1],
    [0.2, 0.8],
  ];
  test.each([
    ['class ids', [0, 0], predictions, 0.5],
    ['class ids in a column', [[0], [0]], predictions, 0.5],
    [
      'one-hot rows',
      [
        [1, 0],
        [1, 0],
      ],
      predictions,
      0.5,
    ],
    ['one output', [1, 1], [[0.6], [0.4]], 0.5],
    ['one output of exactly one half', [[1]], [[0.5]], 0],
  ])('%s', (_, labels, given, value) => {
    const metric = accuracy();
    metric.update(batch(labels, given));
    expect(metric.result()).toBe(value);
    metric.reset();
    expect(metric.result()).toBe(0);
  });
});

test('a metric goes on from its state, to the last bit', () => {
  const set = fixture.sets[0] as Fixture['sets'][number];
  for (const make of Object.values(metrics)) {
    const labels = oneHot(set.ids, 3);
    const [straight, first, second] = [make(), make(), make()];
    const parts = [0, 20].map((from) =>
      batch(labels.slice(from, from + 20), set.predictions.slice(from, from + 20)),
    ) as [MetricBatch, MetricBatch];
    for (const part of parts) straight.update(part);
    first.update(parts[0]);
    second.loadState?.(first.saveState?.() ?? []);
    second.update(parts[1]);
    expect(second.result(), straight.name).toBe(straight.result());
  }
});

test('every metric has a direction and is found by its Keras names', () => {
  const names = [
    'accuracy',
    'AUC',
    'F1Score',
    'f1_score',
    'TopKCategoricalAccuracy',
    'sparseTopKCategoricalAccuracy',
  ];
  for (const name of names) expect(resolveMetrics([name])[0]?.direction).toBe('up');
  for (const name of ['brierScore', 'log_loss']) expect(resolveMetrics([name])[0]?.direction).toBe('down');
  expect(() => resolveMetrics(['accuracy', 'accuracy'])).toThrow(InvalidArgumentError);
});

test('the parts of the report fit together for any labels', () => {
  const ids = fc.integer({ min: 0, max: 4 });
  fc.assert(
    fc.property(fc.array(fc.tuple(ids, ids), { minLength: 1, maxLength: 60 }), (pairs) => {
      const labels = pairs.map(([label]) => label);
      const guesses = pairs.map(([, guess]) => guess);
      const report = classificationReport(labels, guesses, ['a', 'b', 'c', 'd', 'e']);
      const right = pairs.filter(([label, guess]) => label === guess).length;
      expect(report.accuracy).toBeCloseTo(right / pairs.length, 12);
      expect(report.perClass.reduce((sum, { support }) => sum + support, 0)).toBe(pairs.length);
      expect(report.confusionMatrix.flat().reduce((sum, count) => sum + count, 0)).toBe(pairs.length);
      expect(report.baseline.accuracy).toBeGreaterThanOrEqual(1 / 5);
      for (const { precision: p, recall: r, f1 } of report.perClass) {
        expect(f1).toBeCloseTo(p + r === 0 ? 0 : (2 * p * r) / (p + r), 12);
      }
    }),
  );
});

test.each([
  ['lengths that differ', () => confusionMatrix([0, 1], [0], 2), 'predictions'],
  ['an id that is no class', () => confusionMatrix([0, 2], [0, 1], 2), 'labels[1]'],
  ['labels that do not fit', () => measure(precision(), [[1, 0, 0]], [[0.5, 0.5]]), 'labels'],
  ['a class that does not exist', () => measure(precision({ classId: 2 }), [0], [[0.5, 0.5]]), 'classId'],
  ['probabilities above 1', () => measure(auc(), [1], [1.5]), 'predictions[0]'],
])('refuses %s', (_, call, argument) => {
  expect(call).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT', argument }));
});

test.each(fixture.bootstrap.cases)(
  'bootstrap interval as NumPy, seed $seed',
  ({ seed, samples, low, high }) => {
    const { right } = fixture.bootstrap;
    const mean = (indices: Uint32Array) =>
      indices.reduce((sum, index) => sum + (right[index] as number), 0) / indices.length;
    const interval = bootstrapInterval(right.length, mean, { seed, samples });
    expect(interval.low).toBeCloseTo(low, 12);
    expect(interval.high).toBeCloseTo(high, 12);
    expect(interval.value).toBe(0.75);
  },
);
