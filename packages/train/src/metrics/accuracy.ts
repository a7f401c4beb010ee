import { binaryAccuracy } from './binary-accuracy';
import {
  categoricalAccuracy,
  type NamedMetricOptions,
  sparseCategoricalAccuracy,
} from './categorical-accuracy';
import type { Metric, MetricBatch } from './metric';
import { classCount } from './metric-rows';

/**
 * Keras's `accuracy`: which accuracy it is follows from the shapes of the first batch and not from the loss. A single
 * output column: binary. Labels of lower rank than the predictions, or with a last axis of 1: sparse categorical.
 * Else categorical.
 */
export function accuracy({ name = 'accuracy' }: NamedMetricOptions = {}): Metric {
  let resolved: Metric | undefined;
  return {
    name,
    direction: 'up',
    update(batch) {
      resolved ??= resolveAccuracy(batch);
      resolved.update(batch);
    },
    result: () => resolved?.result() ?? 0,
    reset() {
      resolved = undefined;
    },
  };
}

function resolveAccuracy(batch: MetricBatch): Metric {
  if (classCount(batch) === 1) return binaryAccuracy();
  const sparse = batch.labelShape.length < batch.predictionShape.length || batch.labelShape.at(-1) === 1;
  return sparse ? sparseCategoricalAccuracy() : categoricalAccuracy();
}
