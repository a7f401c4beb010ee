import { meanMetric } from './mean-metric';
import type { Metric, MetricBatch } from './metric';
import { labelIds, predictedIds, requireSameSize } from './metric-rows';

/** Options that every metric takes. */
export interface NamedMetricOptions {
  /** The key under which results are reported; Keras's name of the metric by default. */
  name?: string;
}

/** Keras's `CategoricalAccuracy`: the share of examples whose one-hot label and prediction peak at the same class. */
export function categoricalAccuracy({ name = 'categorical_accuracy' }: NamedMetricOptions = {}): Metric {
  return meanMetric({ name, direction: 'up', measure: countEqualPeaks });
}

/** Keras's `SparseCategoricalAccuracy`: the share of examples whose class id is the prediction's peak. */
export function sparseCategoricalAccuracy({
  name = 'sparse_categorical_accuracy',
}: NamedMetricOptions = {}): Metric {
  return meanMetric({ name, direction: 'up', measure: countEqualIds });
}

/** How many one-hot labels peak where the predictions do. */
export function countEqualPeaks(batch: MetricBatch): { sum: number; count: number } {
  requireSameSize(batch);
  return countEqualIds(batch);
}

/** How many class ids are the predictions' peaks. */
export function countEqualIds(batch: MetricBatch): { sum: number; count: number } {
  const labels = labelIds(batch);
  const ids = predictedIds(batch);
  let sum = 0;
  for (let row = 0; row < ids.length; row++) if (labels[row] === ids[row]) sum++;
  return { sum, count: ids.length };
}
