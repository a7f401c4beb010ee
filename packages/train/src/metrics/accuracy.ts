import { countAtThreshold } from './binary-accuracy';
import { countEqualIds, countEqualPeaks, type NamedMetricOptions } from './categorical-accuracy';
import { type BatchMeasure, meanMetric } from './mean-metric';
import type { Metric, MetricBatch } from './metric';
import { classCount } from './metric-rows';

/**
 * Keras's `accuracy`: which accuracy it is follows from the shapes and not from the loss. A single output column:
 * binary. Labels of lower rank than the predictions, or with a last axis of 1: sparse categorical. Else categorical.
 */
export function accuracy({ name = 'accuracy' }: NamedMetricOptions = {}): Metric {
  return meanMetric({ name, direction: 'up', measure: (batch) => measureFor(batch)(batch) });
}

function measureFor(batch: MetricBatch): BatchMeasure {
  if (classCount(batch) === 1) return (each) => countAtThreshold(each, 0.5);
  const sparse = batch.labelShape.length < batch.predictionShape.length || batch.labelShape.at(-1) === 1;
  return sparse ? countEqualIds : countEqualPeaks;
}
