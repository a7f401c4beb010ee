import { InvalidArgumentError } from '@imgclf/runtime';
import type { NamedMetricOptions } from './categorical-accuracy';
import { countingMetric, increase, ratio } from './counting-metric';
import type { Metric, MetricBatch } from './metric';
import { classCount, oneHotLabels, rowCount } from './metric-rows';

/** Options of {@link precision} and {@link recall}. */
export interface PrecisionRecallOptions extends NamedMetricOptions {
  /** Predictions above it (strictly) count as positive. @default 0.5, with `topK` anything */
  threshold?: number;
  /** Only the so many most probable classes of an example can be positive. @default all */
  topK?: number;
  /** Only this class counts. @default all, pooled (micro average) */
  classId?: number;
}

/**
 * Keras's `Precision`: of the predictions that are positive, the share that are right, pooled over all classes. Labels
 * are 0/1 values, one-hot rows or class ids. 0 where nothing is positive.
 */
export function precision({ name = 'precision', ...options }: PrecisionRecallOptions = {}): Metric {
  return fromOutcomes(name, options, ([hits = 0, falseAlarms = 0]) => ratio(hits, hits + falseAlarms));
}

/** Keras's `Recall`: of the positive labels, the share whose prediction is positive too. 0 where there are none. */
export function recall({ name = 'recall', ...options }: PrecisionRecallOptions = {}): Metric {
  return fromOutcomes(name, options, ([hits = 0, , misses = 0]) => ratio(hits, hits + misses));
}

function fromOutcomes(
  name: string,
  options: PrecisionRecallOptions,
  compute: (counts: Float64Array) => number,
): Metric {
  return countingMetric({
    name,
    direction: 'up',
    size: () => 3,
    count: (counts, batch) => countOutcomes(counts, batch, options),
    compute,
  });
}

/** Adds up right positives, false positives and missed positives. */
function countOutcomes(counts: Float64Array, batch: MetricBatch, options: PrecisionRecallOptions): void {
  const { topK, classId, threshold = topK === undefined ? 0.5 : Number.NEGATIVE_INFINITY } = options;
  const classes = classCount(batch);
  const limit = Math.fround(threshold);
  requireClass(classId, classes);
  const labels = oneHotLabels(batch);
  const { predictions } = batch;
  for (let row = 0; row < rowCount(batch); row++) {
    const start = row * classes;
    const best = topK === undefined ? undefined : bestOf(predictions, { start, classes, k: topK });
    for (let id = classId ?? 0; id <= (classId ?? classes - 1); id++) {
      const positive = (predictions[start + id] as number) > limit && (best === undefined || best.has(id));
      const truth = labels[start + id] as number;
      if (positive) increase(counts, truth > 0 ? 0 : 1);
      else if (truth > 0) increase(counts, 2);
    }
  }
}

/** The ids of the `k` most probable classes; of equal ones the first. */
function bestOf(
  predictions: ArrayLike<number>,
  { start, classes, k }: { start: number; classes: number; k: number },
): Set<number> {
  const value = (id: number) => predictions[start + id] as number;
  const ids = Array.from({ length: classes }, (_, id) => id);
  return new Set(ids.sort((a, b) => value(b) - value(a) || a - b).slice(0, k));
}

function requireClass(classId: number | undefined, classes: number): void {
  if (classId === undefined || (Number.isInteger(classId) && classId >= 0 && classId < classes)) return;
  throw new InvalidArgumentError({
    argument: 'classId',
    allowed: `a class id from 0 to ${classes - 1}`,
    received: classId,
  });
}
