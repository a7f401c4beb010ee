import type { Tensor } from '@tensorflow/tfjs-core';

/** One example: an input and, where the data is labelled, its target. Whoever receives it disposes its tensors. */
export interface Example {
  /** The input without a batch axis, such as an image `[height, width, channels]`. */
  readonly xs: Tensor;
  /** The target. Absent where the data has no labels. */
  readonly ys?: Tensor;
}

/** Several examples with a leading batch axis. Whoever receives it disposes its tensors. */
export interface Batch {
  /** The inputs, `[batch, ...]`. */
  readonly xs: Tensor;
  /** The targets, `[batch, ...]`. Absent where the data has no labels. */
  readonly ys?: Tensor;
}
