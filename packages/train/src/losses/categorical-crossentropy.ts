import { add, clipByValue, div, log, logSoftmax, mul, neg, sum, type Tensor } from '@tensorflow/tfjs-core';
import { EPSILON } from './epsilon';
import type { Loss } from './loss';

/** Options of {@link categoricalCrossentropy}. */
export interface CategoricalCrossentropyOptions {
  /** Moves this share of each label to all classes alike: `y (1 - s) + s / classes`. In [0, 1). @default 0 */
  labelSmoothing?: number;
}

/**
 * Cross-entropy between one-hot labels `[batch, classes]` and probabilities `[batch, classes]`.
 *
 * Behind a final softmax it is computed from the logits, as Keras does in `fit` and `evaluate`.
 */
export function categoricalCrossentropy({ labelSmoothing = 0 }: CategoricalCrossentropyOptions = {}): Loss {
  const smooth = (labels: Tensor) => {
    if (labelSmoothing === 0) return labels;
    return add(mul(labels, 1 - labelSmoothing), labelSmoothing / (labels.shape.at(-1) ?? 1));
  };
  return {
    name: 'categoricalCrossentropy',
    settings: { labelSmoothing },
    values: (labels, predictions) => {
      const shares = clipByValue(div(predictions, sum(predictions, -1, true)), EPSILON, 1 - EPSILON);
      return neg(sum(mul(smooth(labels), log(shares)), -1));
    },
    fromLogits: {
      activation: 'softmax',
      values: (labels, logits) => neg(sum(mul(smooth(labels), logSoftmax(logits)), -1)),
    },
  };
}
