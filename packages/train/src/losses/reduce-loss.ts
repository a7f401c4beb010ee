import { cast, mean, mul, reshape, type Scalar, sum, type Tensor } from '@tensorflow/tfjs-core';

/**
 * Keras's `sum_over_batch_size`: the weighted values' sum over the *number* of values, not over the weights' sum.
 *
 * @param values one loss for each example, `[batch, ...]`
 * @param sampleWeight a weight for each example, `[batch]` or `[batch, 1]`
 */
export function reduceLoss(values: Tensor, sampleWeight?: Tensor): Scalar {
  if (sampleWeight === undefined) return mean(values);
  const shape = [values.shape[0] ?? 1, ...Array(values.rank - 1).fill(1)];
  return mul(sum(mul(values, reshape(cast(sampleWeight, 'float32'), shape))), 1 / values.size);
}
