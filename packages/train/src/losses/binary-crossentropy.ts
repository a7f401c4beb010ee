import {
  abs,
  add,
  clipByValue,
  exp,
  log,
  log1p,
  mean,
  mul,
  neg,
  relu,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { EPSILON } from './epsilon';
import type { Loss } from './loss';

/** Options of {@link binaryCrossentropy}. */
export interface BinaryCrossentropyOptions {
  /** Moves labels towards one half: `y (1 - s) + s / 2`. In [0, 1). @default 0 */
  labelSmoothing?: number;
}

/**
 * Cross-entropy of independent yes/no outputs: labels in [0, 1] and probabilities, both `[batch, outputs]`; the mean
 * over the outputs.
 *
 * Behind a final sigmoid it is computed from the logits, as Keras does in `fit` and `evaluate`.
 */
export function binaryCrossentropy({ labelSmoothing = 0 }: BinaryCrossentropyOptions = {}): Loss {
  const smooth = (labels: Tensor) =>
    labelSmoothing === 0 ? labels : add(mul(labels, 1 - labelSmoothing), labelSmoothing / 2);
  return {
    name: 'binaryCrossentropy',
    settings: { labelSmoothing },
    values: (labels, predictions) => {
      const targets = smooth(labels);
      const p = clipByValue(predictions, EPSILON, 1 - EPSILON);
      const yes = mul(targets, log(p));
      const no = mul(sub(1, targets), log(sub(1, p)));
      return neg(mean(add(yes, no), -1));
    },
    fromLogits: {
      activation: 'sigmoid',
      values: (labels, logits) => {
        const linear = sub(relu(logits), mul(logits, smooth(labels)));
        return mean(add(linear, log1p(exp(neg(abs(logits))))), -1);
      },
    },
  };
}
