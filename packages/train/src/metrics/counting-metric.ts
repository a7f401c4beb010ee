import type { Metric, MetricBatch } from './metric';

/** What {@link countingMetric} needs. */
export interface CountingMetricOptions {
  name: string;
  direction: 'up' | 'down';
  /** How many counts there are; asked at the first batch. */
  size: (batch: MetricBatch) => number;
  /** Adds a batch to the counts, which start at 0. */
  count: (counts: Float64Array, batch: MetricBatch) => void;
  /** The result from the counts. */
  compute: (counts: Float64Array) => number;
}

/** A metric whose result follows from counts over all examples; 0 where there are none. */
export function countingMetric({ name, direction, size, count, compute }: CountingMetricOptions): Metric {
  let counts: Float64Array | undefined;
  return {
    name,
    direction,
    update(batch) {
      counts ??= new Float64Array(size(batch));
      count(counts, batch);
    },
    result: () => (counts === undefined ? 0 : compute(counts)),
    reset() {
      counts = undefined;
    },
    saveState: () => [...(counts ?? [])],
    loadState(state) {
      counts = state.length === 0 ? undefined : Float64Array.from(state);
    },
  };
}

/** Adds to one count. */
export function increase(counts: Float64Array, index: number, by = 1): void {
  counts[index] = (counts[index] as number) + by;
}

/** `part / whole`, 0 where there is nothing to divide by. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
