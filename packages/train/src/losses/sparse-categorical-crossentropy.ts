import {
  cast,
  clipByValue,
  div,
  log,
  logSoftmax,
  mul,
  neg,
  oneHot,
  reshape,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { EPSILON } from './epsilon';
import type { Loss } from './loss';

/**
 * Cross-entropy between class ids, `[batch]` or `[batch, 1]`, and probabilities `[batch, classes]`.
 *
 * Behind a final softmax it is computed from the logits, as Keras does in `fit` and `evaluate`.
 */
export function sparseCategoricalCrossentropy(): Loss {
  return {
    name: 'sparseCategoricalCrossentropy',
    settings: {},
    values: (labels, predictions) => {
      const clipped = clipByValue(predictions, EPSILON, 1 - EPSILON);
      return pick(labels, log(div(clipped, sum(clipped, -1, true))));
    },
    fromLogits: {
      activation: 'softmax',
      values: (labels, logits) => pick(labels, logSoftmax(logits)),
    },
  };
}

/** Minus the entry of each row that its label names. */
function pick(labels: Tensor, logarithms: Tensor): Tensor {
  const ids = cast(reshape(labels, logarithms.shape.slice(0, -1)), 'int32');
  const marks = cast(oneHot(ids, logarithms.shape.at(-1) ?? 1), 'float32');
  return neg(sum(mul(marks, logarithms), -1));
}
