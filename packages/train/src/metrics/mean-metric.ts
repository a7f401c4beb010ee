import type { Metric, MetricBatch } from './metric';

/** What {@link meanMetric} needs. */
export interface MeanMetricOptions {
  name: string;
  direction: 'up' | 'down';
  /** The sum of the values of one batch and how many there are. */
  measure: (batch: MetricBatch) => { sum: number; count: number };
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
  };
}
