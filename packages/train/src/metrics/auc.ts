import { InvalidArgumentError } from '@imgclf/runtime';
import type { NamedMetricOptions } from './categorical-accuracy';
import { countingMetric, increase, ratio } from './counting-metric';
import type { Metric, MetricBatch } from './metric';
import { classCount, labelIds } from './metric-rows';

/** Options of {@link auc}, with Keras's defaults. */
export interface AucOptions extends NamedMetricOptions {
  /** Evenly spaced thresholds, at least 2. @default 200 */
  numThresholds?: number;
  /** Receiver operating characteristic, or precision over recall. @default 'ROC' */
  curve?: 'ROC' | 'PR';
  /** How the curve runs between its points. @default 'interpolation' */
  summationMethod?: 'interpolation' | 'minoring' | 'majoring';
}

/** The points of a curve: how many positives and negatives are at or above each threshold, lowest threshold first. */
interface Points {
  truePositives: Float64Array;
  falsePositives: Float64Array;
}

/**
 * Keras's `AUC`: the area under the ROC or the precision-recall curve at evenly spaced thresholds, over all elements of
 * the predictions (micro average). Labels are 0/1 values, one-hot rows or class ids; predictions are from 0 to 1.
 *
 * @throws {InvalidArgumentError} when a prediction is not from 0 to 1
 */
export function auc({
  numThresholds = 200,
  curve = 'ROC',
  summationMethod = 'interpolation',
  name = 'auc',
}: AucOptions = {}): Metric {
  return countingMetric({
    name,
    direction: 'up',
    size: () => 2 * numThresholds,
    count: (counts, batch) => countBuckets(counts, batch, numThresholds),
    compute(counts) {
      const points = pointsOf(counts, numThresholds);
      if (curve === 'PR' && summationMethod === 'interpolation') return interpolatedPr(points);
      return trapezoids(curve === 'ROC' ? rocOf(points) : prOf(points), summationMethod);
    },
  });
}

/** Positives and negatives by the highest threshold that they are above. */
function countBuckets(counts: Float64Array, batch: MetricBatch, thresholds: number): void {
  const { predictions } = batch;
  const negatives = new Uint32Array(thresholds);
  for (let i = 0; i < predictions.length; i++) {
    const bucket = bucketOf(predictions[i] as number, thresholds);
    if (bucket < 0) throw outOfRange(predictions, i);
    negatives[bucket] = (negatives[bucket] as number) + 1;
  }
  forEachPositive(batch, (place) => {
    const bucket = bucketOf(predictions[place] as number, thresholds);
    negatives[bucket] = (negatives[bucket] as number) - 1;
    increase(counts, bucket);
  });
  for (let i = 0; i < thresholds; i++) increase(counts, thresholds + i, negatives[i] as number);
}

/** The last threshold that a prediction lies above, the first one for 0; -1 where it is not from 0 to 1. */
function bucketOf(prediction: number, thresholds: number): number {
  if (!(prediction >= 0 && prediction <= 1)) return -1;
  const scaled = Math.fround(prediction * (thresholds - 1));
  const whole = scaled | 0;
  return whole === scaled && whole > 0 ? whole - 1 : whole;
}

function outOfRange(predictions: ArrayLike<number>, place: number): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: `predictions[${place}]`,
    allowed: 'from 0 to 1',
    received: predictions[place],
  });
}

/** Calls with the place of every prediction whose label says yes. */
function forEachPositive(batch: MetricBatch, call: (place: number) => void): void {
  const { labels, predictions } = batch;
  const classes = classCount(batch);
  if (labels.length === predictions.length) {
    for (let i = 0; i < labels.length; i++) if ((labels[i] as number) > 0) call(i);
    return;
  }
  const ids = labelIds(batch);
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row] as number;
    if (id >= 0 && id < classes) call(row * classes + id);
  }
}

function pointsOf(counts: Float64Array, thresholds: number): Points {
  return {
    truePositives: sumsFrom(counts.subarray(0, thresholds)),
    falsePositives: sumsFrom(counts.subarray(thresholds)),
  };
}

/** At each place the sum from there to the end. */
function sumsFrom(values: Float64Array): Float64Array {
  const sums = Float64Array.from(values);
  for (let i = sums.length - 2; i >= 0; i--) increase(sums, i, sums[i + 1] as number);
  return sums;
}

type Curve = { x: number; y: number }[];

function rocOf({ truePositives, falsePositives }: Points): Curve {
  const positives = truePositives[0] as number;
  const negatives = falsePositives[0] as number;
  return Array.from(truePositives, (hits, i) => ({
    x: ratio(falsePositives[i] as number, negatives),
    y: ratio(hits, positives),
  }));
}

function prOf({ truePositives, falsePositives }: Points): Curve {
  const positives = truePositives[0] as number;
  return Array.from(truePositives, (hits, i) => ({
    x: ratio(hits, positives),
    y: ratio(hits, hits + (falsePositives[i] as number)),
  }));
}

function trapezoids(points: Curve, method: NonNullable<AucOptions['summationMethod']>): number {
  const heights = {
    interpolation: (a: number, b: number) => (a + b) / 2,
    minoring: Math.min,
    majoring: Math.max,
  };
  let area = 0;
  for (const [i, { x, y }] of points.slice(0, -1).entries()) {
    const next = points[i + 1] as { x: number; y: number };
    area += (x - next.x) * heights[method](y, next.y);
  }
  return area;
}

/** Davis and Goadrich's interpolation: between two points hits and false alarms grow together. */
function interpolatedPr({ truePositives, falsePositives }: Points): number {
  const positives = truePositives[0] as number;
  let area = 0;
  for (let i = 0; i < truePositives.length - 1; i++) {
    const [hits, nextHits] = [truePositives[i] as number, truePositives[i + 1] as number];
    const found = hits + (falsePositives[i] as number);
    const nextFound = nextHits + (falsePositives[i + 1] as number);
    const slope = ratio(hits - nextHits, Math.max(found - nextFound, 0));
    const intercept = nextHits - slope * nextFound;
    const growth = found > 0 && nextFound > 0 ? found / nextFound : 1;
    area += ratio(slope * (hits - nextHits + intercept * Math.log(growth)), Math.max(positives, 0));
  }
  return area;
}
