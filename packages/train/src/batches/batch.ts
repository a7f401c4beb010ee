import { dispose, type Tensor } from '@tensorflow/tfjs-core';

/** One batch of examples. Whoever receives it owns its tensors and disposes them. */
export interface Batch {
  /** The examples, `[batch, ...]`. */
  xs: Tensor;
  /** The labels, `[batch, ...]`; predictions need none. */
  ys?: Tensor;
  /** The values of `ys` in row-major order, where they are at hand; else they are read back from the device. */
  labels?: ArrayLike<number>;
  /** A weight for the loss of each example, `[batch]`. */
  sampleWeight?: Tensor;
}

/** A batch to learn from or to evaluate on. */
export interface LabelledBatch extends Batch {
  ys: Tensor;
}

/** Batches that can be read: a dataset, an array or generator of batches, or a function that starts a new pass. */
export type BatchData =
  | AsyncIterable<Batch>
  | Iterable<Batch>
  | (() => AsyncIterable<Batch> | Iterable<Batch>);

/** Frees the batch's tensors. */
export function disposeBatch({ xs, ys, sampleWeight }: Batch): void {
  dispose([xs, ...(ys === undefined ? [] : [ys]), ...(sampleWeight === undefined ? [] : [sampleWeight])]);
}
