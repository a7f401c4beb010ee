import type { Tensor } from '@tensorflow/tfjs-core';

/** The final activations behind which a loss is computed from the logits. */
export type LogitActivation = 'softmax' | 'sigmoid';

/**
 * A loss: one value for each example, reduced to a scalar by their weighted mean.
 *
 * A loss of one's own needs `name` and `values` only.
 */
export interface Loss {
  /** The Keras name in camelCase, such as `categoricalCrossentropy`. */
  readonly name: string;
  /** The options it was made with. Losses of this package state them; a loss of one's own need not. */
  readonly settings?: Readonly<Record<string, number>>;
  /**
   * The loss of each example.
   *
   * @param labels the true values, `[batch, ...]`
   * @param predictions the model's output, `[batch, ..., outputs]`
   * @returns `[batch, ...]`, without the last axis of `predictions`
   */
  values(labels: Tensor, predictions: Tensor): Tensor;
  /** How to compute the same from the values before a final softmax or sigmoid, where that is exact. */
  readonly fromLogits?: LossFromLogits;
}

/** A loss on the values before the model's final activation: no clipping, no vanishing gradient. */
export interface LossFromLogits {
  /** The final activation this stands in for. */
  readonly activation: LogitActivation;
  /** The loss of each example, as {@link Loss.values} but from logits. */
  values(labels: Tensor, logits: Tensor): Tensor;
}
