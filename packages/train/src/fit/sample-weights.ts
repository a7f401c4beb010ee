import { type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { argmax } from '../metrics/metric-rows';

/** The labels of a batch. */
export interface WeightedLabels {
  labels: ArrayLike<number>;
  labelShape: readonly number[];
}

/**
 * The weight of each example by its class, as Keras draws it from `classWeight`: one-hot labels count as their peak,
 * others are rounded, and classes without an entry weigh 1. The caller disposes the tensor.
 */
export function classWeights(
  { labels, labelShape }: WeightedLabels,
  classWeight: Readonly<Record<number, number>>,
): Tensor {
  const examples = labelShape[0] as number;
  const width = labels.length / examples;
  const weights = Float32Array.from({ length: examples }, (_, row) => {
    const id = width === 1 ? Math.round(labels[row] as number) : argmax(labels, row * width, width);
    return classWeight[id] ?? 1;
  });
  return tensor1d(weights, 'float32');
}
