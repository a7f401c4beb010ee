import type { NamedMetricOptions } from './categorical-accuracy';
import { countingMetric, increase, ratio } from './counting-metric';
import type { Metric, MetricBatch } from './metric';
import { classCount, oneHotLabels, rowCount } from './metric-rows';

/** Options of {@link f1Score}. */
export interface F1ScoreOptions extends NamedMetricOptions {
  /**
   * `micro` pools all classes, `macro` is their plain mean, `weighted` weighs them by their number of examples. For one
   * value per class see `classificationReport`.
   * @default 'macro'
   */
  average?: 'micro' | 'macro' | 'weighted';
  /** Predictions above it (strictly) count as positive. @default the most probable class alone */
  threshold?: number;
  /** How much more recall counts than precision: the beta of Keras's `FBetaScore`. @default 1 */
  beta?: number;
}

const smallest = 1e-9;
/** What Keras adds to every divisor, so that a perfect class scores 0.9999998. */
const epsilon = 1e-7;

/**
 * Keras's `F1Score` (`FBetaScore` with a `beta`), with its small constants. Labels are one-hot rows or class ids. Without
 * a threshold every class that is as probable as the best one counts as predicted.
 */
export function f1Score({
  average = 'macro',
  threshold,
  beta = 1,
  name = 'f1_score',
}: F1ScoreOptions = {}): Metric {
  return countingMetric({
    name,
    direction: 'up',
    size: (batch) => 3 * classCount(batch),
    count: (counts, batch) => countPerClass(counts, batch, threshold),
    compute: (counts) => averageScore(counts, average, beta ** 2),
  });
}

/** Three counts for each class: right positives, false positives, missed positives. */
function countPerClass(counts: Float64Array, batch: MetricBatch, threshold: number | undefined): void {
  const classes = classCount(batch);
  const labels = oneHotLabels(batch);
  const { predictions } = batch;
  for (let row = 0; row < rowCount(batch); row++) {
    const start = row * classes;
    const limit = threshold === undefined ? largest(predictions, start, classes) : Math.fround(threshold);
    for (let id = 0; id < classes; id++) {
      const value = predictions[start + id] as number;
      const positive = threshold === undefined ? value >= limit && Math.abs(value) > smallest : value > limit;
      const truth = (labels[start + id] as number) > 0;
      if (positive) increase(counts, 3 * id + (truth ? 0 : 1));
      else if (truth) increase(counts, 3 * id + 2);
    }
  }
}

function largest(values: ArrayLike<number>, start: number, count: number): number {
  let best = values[start] as number;
  for (let i = start + 1; i < start + count; i++)
    if ((values[i] as number) > best) best = values[i] as number;
  return best;
}

function averageScore(counts: Float64Array, average: F1ScoreOptions['average'], beta2: number): number {
  const classes = counts.length / 3;
  const outcomes = Array.from({ length: classes }, (_, id) => [...counts.subarray(3 * id, 3 * id + 3)]);
  if (average === 'micro') {
    return score(
      [0, 1, 2].map((kind) => outcomes.reduce((sum, each) => sum + (each[kind] as number), 0)),
      beta2,
    );
  }
  const weights = outcomes.map(([hits = 0, , misses = 0]) => (average === 'weighted' ? hits + misses : 1));
  const weighted = outcomes.reduce((sum, each, id) => sum + score(each, beta2) * (weights[id] as number), 0);
  return ratio(
    weighted,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
}

function score([hits = 0, falseAlarms = 0, misses = 0]: readonly number[], beta2: number): number {
  const precision = hits / (hits + falseAlarms + epsilon);
  const recall = hits / (hits + misses + epsilon);
  return ((1 + beta2) * precision * recall) / (beta2 * precision + recall + epsilon);
}
