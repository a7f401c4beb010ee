import { InvalidArgumentError } from '@imgclf/runtime';
import { expect, test } from 'vitest';
import { evaluationScores, predictionsOf } from './predictions';

const classNames = ['cat', 'dog'];

test('reads softmax rows', () => {
  const evaluation = {
    labels: [0, 1, 1],
    probabilities: Float32Array.of(0.75, 0.25, 0.5, 0.5, 0.25, 0.75),
    classNames,
  };
  expect(predictionsOf(evaluation)).toEqual([
    { index: 0, truth: 'cat', predicted: 'cat', score: 0.75 },
    { index: 1, truth: 'dog', predicted: 'cat', score: 0.5 },
    { index: 2, truth: 'dog', predicted: 'dog', score: 0.75 },
  ]);
  expect(evaluationScores(evaluation)).toMatchObject({
    accuracy: 2 / 3,
    baseline: { label: 'dog', accuracy: 2 / 3 },
    confusionMatrix: [
      [1, 0],
      [1, 1],
    ],
  });
});

test('reads a sigmoid column as the probability of the second class', () => {
  const predictions = predictionsOf({ labels: [0, 1], probabilities: [0.25, 0.625], classNames });
  expect(predictions.map(({ predicted, score }) => [predicted, score])).toEqual([
    ['cat', 0.75],
    ['dog', 0.625],
  ]);
});

test('refuses parts that do not fit each other', () => {
  const fits = { labels: [0], probabilities: [0.5, 0.5], classNames };
  expect(() => predictionsOf({ ...fits, probabilities: [1, 0, 0] })).toThrow(
    /probabilities must be 1 rows of 2/,
  );
  expect(() => predictionsOf({ ...fits, labels: [2] })).toThrow(/labels\[0\] must be an integer from 0 to 1/);
  expect(() => predictionsOf({ ...fits, labels: [Number.NaN] })).toThrow(InvalidArgumentError);
});
