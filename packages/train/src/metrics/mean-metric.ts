import type { Metric, MetricBatch } from './metric';

/** Measures one batch: the sum of its values and how many there are. */
export type BatchMeasure = (batch: MetricBatch) => { sum: number; count: number };

/** What {@link meanMetric} needs. */
export interface MeanMetricOptions {
  name: string;
  direction: 'up' | 'down';
  measure: BatchMeasure;
}

/** A metric that is the mean of one value per example (or element), over all of them. */
export function meanMetric({ name, direction, measure }: MeanMetricOptions): Metric {
  let sum = 0;
  let count = 0;
  return {
    name,
    direction,
    update(batch) {
      const measured = measure(batch);
      sum += measured.sum;
      count += measured.count;
    },
    result: () => (count === 0 ? 0 : sum / count),
    reset() {
      sum = 0;
      count = 0;
    },
    saveState: () => [sum, count],
    loadState([savedSum = 0, savedCount = 0]) {
      sum = savedSum;
      count = savedCount;
    },
  };
}
