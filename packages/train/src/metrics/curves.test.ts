import { InvalidArgumentError } from '@imgclf/runtime';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calibrationCurve } from './calibration-curve';
import { precisionRecallCurve } from './precision-recall-curve';
import { expectedCalibrationError } from './probability-scores';
import { rocCurve } from './roc-curve';

// The example of scikit-learn's documentation of roc_curve, roc_auc_score and average_precision_score.
const example = { positives: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8] };

test("the ROC curve has scikit-learn's points and area", () => {
  const { points, area } = rocCurve(example);
  expect(points).toEqual([
    [0, 0],
    [0, 0.5],
    [0.5, 0.5],
    [0.5, 1],
    [1, 1],
  ]);
  expect(area).toBe(0.75);
});

test("the precision-recall curve has scikit-learn's points and average precision", () => {
  const { points, area } = precisionRecallCurve(example);
  expect(points).toEqual([
    [0, 1],
    [0.5, 1],
    [0.5, 0.5],
    [1, 2 / 3],
    [1, 0.5],
  ]);
  expect(area).toBeCloseTo(0.8333333, 6);
});

test('the area is the chance that an example of the class scores higher than another, ties counting half', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(scores, scores, (inClass, others) => {
      const wins = inClass.flatMap((a) => others.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
      const expected = wins.reduce<number>((a, b) => a + b, 0) / wins.length;
      const positives = [...inClass.map(() => true), ...others.map(() => false)];
      expect(rocCurve({ positives, scores: [...inClass, ...others] }).area).toBeCloseTo(expected, 10);
    }),
  );
});

test('a curve needs examples to be a curve of', () => {
  expect(() => rocCurve({ positives: [1, 1], scores: [0, 1] })).toThrow(
    /positives must be examples of the class and/,
  );
  expect(() => precisionRecallCurve({ positives: [0], scores: [1] })).toThrow(InvalidArgumentError);
  expect(() => rocCurve({ positives: [1, 0], scores: [1] })).toThrow(/scores must be as many/);
});

test('the calibration curve averages to the expected calibration error', () => {
  const row = fc.record({ label: fc.nat(1), second: fc.float({ min: 0, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1 }), fc.integer({ min: 1, max: 20 }), (rows, bins) => {
      const predictions = rows.map(({ label, second }) => {
        const predicted = Number(second > 0.5);
        return { label, predicted, score: predicted === 1 ? second : 1 - second };
      });
      const curve = calibrationCurve(predictions, { bins });
      expect(curve.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
      const metric = expectedCalibrationError({ bins });
      metric.update({
        labels: rows.map(({ label }) => label),
        labelShape: [rows.length],
        predictions: rows.map(({ second }) => second),
        predictionShape: [rows.length, 1],
      });
      const gaps = curve.map(({ confidence, accuracy, count }) => count * Math.abs(confidence - accuracy));
      expect(gaps.reduce((a, b) => a + b) / rows.length).toBeCloseTo(metric.result(), 6);
    }),
  );
});
