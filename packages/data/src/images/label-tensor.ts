import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LabelMode } from './image-options';

/** How to make label tensors. */
export interface LabelPlan {
  readonly mode: LabelMode;
  /** How many classes there are: the length of a one-hot label. */
  readonly classes: number;
  /** Whether the labels are of a batch, or of one example. */
  readonly batched: boolean;
}

/** Labels as a tensor in the shape and type of their mode; without a mode there are none. */
export function labelTensor(
  labels: readonly number[],
  { mode, classes, batched }: LabelPlan,
): Tensor | undefined {
  const leading = batched ? [labels.length] : [];
  if (mode === null) return undefined;
  if (mode === 'int') return tensor(Int32Array.from(labels), leading, 'int32');
  if (mode === 'binary') return tensor(Float32Array.from(labels), [...leading, 1], 'float32');
  const oneHot = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => {
    oneHot[row * classes + label] = 1;
  });
  return tensor(oneHot, [...leading, classes], 'float32');
}
