import { meanMetric } from './mean-metric';
import type { Metric, MetricBatch } from './metric';
import { requireSameSize } from './metric-rows';

/** Options of {@link binaryAccuracy}. */
export interface BinaryAccuracyOptions {
  /** Predictions above it (strictly) count as 1. @default 0.5 */
  threshold?: number;
  /** @default 'binary_accuracy' */
  name?: string;
}

/**
 * Keras's `BinaryAccuracy`: the share of elements where `prediction > threshold` equals the label. Labels have the
 * predictions' shape; on a two-column one-hot softmax this equals the categorical accuracy, except on exact ties.
 */
export function binaryAccuracy({
  threshold = 0.5,
  name = 'binary_accuracy',
}: BinaryAccuracyOptions = {}): Metric {
  return meanMetric({ name, direction: 'up', measure: (batch) => countAtThreshold(batch, threshold) });
}

/** How many elements are on the right side of the threshold. */
export function countAtThreshold(batch: MetricBatch, threshold: number): { sum: number; count: number } {
  requireSameSize(batch);
  const { labels, predictions } = batch;
  const limit = Math.fround(threshold);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    if (Number((predictions[i] as number) > limit) === labels[i]) sum++;
  }
  return { sum, count: labels.length };
}
