import type { NamedMetricOptions } from './categorical-accuracy';
import { meanMetric } from './mean-metric';
import type { Metric, MetricBatch } from './metric';
import { classCount, labelIds, requireSameSize, rowCount } from './metric-rows';

/** Options of {@link topKCategoricalAccuracy} and {@link sparseTopKCategoricalAccuracy}. */
export interface TopKOptions extends NamedMetricOptions {
  /** How many of the best classes count, at least 1. @default 5 */
  k?: number;
}

/**
 * Keras's `TopKCategoricalAccuracy`: the share of examples for which fewer than `k` classes are strictly more probable
 * than the true one, from one-hot labels.
 */
export function topKCategoricalAccuracy({
  k = 5,
  name = 'top_k_categorical_accuracy',
}: TopKOptions = {}): Metric {
  const measure = (batch: MetricBatch) => {
    requireSameSize(batch);
    return countHits(batch, k);
  };
  return meanMetric({ name, direction: 'up', measure });
}

/** Keras's `SparseTopKCategoricalAccuracy`: {@link topKCategoricalAccuracy} from class ids. */
export function sparseTopKCategoricalAccuracy({
  k = 5,
  name = 'sparse_top_k_categorical_accuracy',
}: TopKOptions = {}): Metric {
  return meanMetric({ name, direction: 'up', measure: (batch) => countHits(batch, k) });
}

function countHits(batch: MetricBatch, k: number): { sum: number; count: number } {
  const { predictions } = batch;
  const classes = classCount(batch);
  const labels = labelIds(batch);
  const count = rowCount(batch);
  let sum = 0;
  for (let row = 0; row < count; row++) {
    const start = row * classes;
    const own = predictions[start + (labels[row] as number)] as number;
    let better = 0;
    for (let i = start; i < start + classes; i++) if ((predictions[i] as number) > own) better++;
    if (better < k) sum++;
  }
  return { sum, count };
}
