import { InvalidArgumentError } from '@imgclf/runtime';
import { accuracy } from './accuracy';
import { auc } from './auc';
import { binaryAccuracy } from './binary-accuracy';
import { categoricalAccuracy, sparseCategoricalAccuracy } from './categorical-accuracy';
import { f1Score } from './f1-score';
import type { Metric } from './metric';
import { precision, recall } from './precision-recall';
import { brierScore, expectedCalibrationError, logLoss } from './probability-scores';
import { sparseTopKCategoricalAccuracy, topKCategoricalAccuracy } from './top-k-categorical-accuracy';

const factories: Record<string, () => Metric> = {
  accuracy: () => accuracy(),
  acc: () => accuracy({ name: 'acc' }),
  binary_accuracy: () => binaryAccuracy(),
  categorical_accuracy: () => categoricalAccuracy(),
  sparse_categorical_accuracy: () => sparseCategoricalAccuracy(),
  top_k_categorical_accuracy: () => topKCategoricalAccuracy(),
  sparse_top_k_categorical_accuracy: () => sparseTopKCategoricalAccuracy(),
  precision: () => precision(),
  recall: () => recall(),
  auc: () => auc(),
  f1_score: () => f1Score(),
  brier_score: () => brierScore(),
  log_loss: () => logLoss(),
  expected_calibration_error: () => expectedCalibrationError(),
};

/**
 * Metric objects from what `metrics` options accept: names as Keras or TensorFlow.js spells them (`accuracy`,
 * `binary_accuracy`, `binaryAccuracy`, `BinaryAccuracy`) and metric objects.
 *
 * @throws {InvalidArgumentError} for an unknown name, and for two metrics of one name
 */
export function resolveMetrics(metrics: readonly (string | Metric)[]): Metric[] {
  const resolved = metrics.map((metric, index) =>
    typeof metric === 'string' ? fromName(metric, index) : metric,
  );
  const names = resolved.map((metric) => metric.name);
  const twice = names.find((name, index) => names.indexOf(name) < index || name === 'loss');
  if (twice === undefined) return resolved;
  throw new InvalidArgumentError({
    argument: 'metrics',
    allowed: 'metrics of different names, none of them "loss"',
    received: names,
  });
}

function fromName(name: string, index: number): Metric {
  const factory = factories[snakeCase(name)];
  if (factory !== undefined) return factory();
  throw new InvalidArgumentError({
    argument: `metrics[${index}]`,
    allowed: `a metric object or one of ${Object.keys(factories).join(', ')}`,
    received: name,
  });
}

/** Keras's own conversion of a class name: `TopKCategoricalAccuracy` to `top_k_categorical_accuracy`, `AUC` to `auc`. */
function snakeCase(name: string): string {
  const words = name.replace(/(.)([A-Z][a-z]+)/g, '$1_$2').replace(/([a-z])([A-Z])/g, '$1_$2');
  return words.toLowerCase();
}
