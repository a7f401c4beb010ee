import type { NamedMetricOptions } from './categorical-accuracy';
import { countingMetric, increase, ratio } from './counting-metric';
import { meanMetric } from './mean-metric';
import type { Metric, MetricBatch } from './metric';
import { argmax, classCount, labelIds, oneHotLabels, rowCount } from './metric-rows';

/**
 * The Brier score: the mean squared distance between the probabilities and the truth, 0 (perfect) to 1 for two classes
 * and to 2 for more. Two classes count once, not twice, as in scikit-learn's `brier_score_loss`.
 */
export function brierScore({ name = 'brier_score' }: NamedMetricOptions = {}): Metric {
  return meanMetric({ name, direction: 'down', measure: squaredDistances });
}

function squaredDistances(batch: MetricBatch): { sum: number; count: number } {
  const labels = oneHotLabels(batch);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    sum += ((batch.predictions[i] as number) - (labels[i] as number)) ** 2;
  }
  return { sum: classCount(batch) === 2 ? sum / 2 : sum, count: rowCount(batch) };
}

/** The machine epsilon of float32, where scikit-learn's `log_loss` clips float32 probabilities. */
const smallest = 2 ** -23;

/**
 * The log loss: the mean of minus the logarithm of the true class's probability, clipped to 1.19e-7 from 0 and 1, as in
 * scikit-learn's `log_loss` of float32 probabilities.
 */
export function logLoss({ name = 'log_loss' }: NamedMetricOptions = {}): Metric {
  return meanMetric({ name, direction: 'down', measure: negativeLogarithms });
}

function negativeLogarithms(batch: MetricBatch): { sum: number; count: number } {
  const labels = labelIds(batch);
  const count = rowCount(batch);
  let sum = 0;
  for (let row = 0; row < count; row++) {
    const probability = probabilityOf(batch, row, labels[row] as number);
    sum -= Math.log(Math.min(Math.max(probability, smallest), 1 - smallest));
  }
  return { sum, count };
}

function probabilityOf({ predictions, ...batch }: MetricBatch, row: number, id: number): number {
  const classes = classCount({ predictions, ...batch });
  if (classes > 1) return predictions[row * classes + id] as number;
  const second = predictions[row] as number;
  return id === 1 ? second : 1 - second;
}

/** Options of {@link expectedCalibrationError}. */
export interface CalibrationOptions extends NamedMetricOptions {
  /** Equally wide ranges of confidence, `(low, high]`. @default 15 */
  bins?: number;
}

/**
 * The expected calibration error of Guo et al. (2017): by how much, on average, the confidence in the predicted class is
 * off the share of such predictions that are right; 0 (perfect) to 1.
 */
export function expectedCalibrationError({
  bins = 15,
  name = 'expected_calibration_error',
}: CalibrationOptions = {}): Metric {
  return countingMetric({
    name,
    direction: 'down',
    size: () => 3 * bins,
    count: (counts, batch) => countConfidences(counts, batch, bins),
    compute: (counts) => calibrationGap(counts, bins),
  });
}

/** Three sums for each range: examples, right ones, confidences. */
function countConfidences(counts: Float64Array, batch: MetricBatch, bins: number): void {
  const labels = labelIds(batch);
  const classes = classCount(batch);
  for (let row = 0; row < rowCount(batch); row++) {
    const second = batch.predictions[row] as number;
    const id = classes > 1 ? argmax(batch.predictions, row * classes, classes) : Number(second > 0.5);
    const confidence = probabilityOf(batch, row, id);
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
    increase(counts, 3 * bin);
    increase(counts, 3 * bin + 1, Number(labels[row] === id));
    increase(counts, 3 * bin + 2, confidence);
  }
}

function calibrationGap(counts: Float64Array, bins: number): number {
  let examples = 0;
  let gap = 0;
  for (let bin = 0; bin < bins; bin++) {
    const [size = 0, right = 0, confidence = 0] = counts.subarray(3 * bin, 3 * bin + 3);
    examples += size;
    gap += Math.abs(right - confidence);
  }
  return ratio(gap, examples);
}
