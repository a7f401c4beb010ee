import { type Scalar, sigmoid, softmax, type Tensor, valueAndGrad } from '@tensorflow/tfjs-core';
import type { LogitActivation, Loss } from '../losses/loss';
import { reduceLoss } from '../losses/reduce-loss';

/** What {@link headGradient} works on. */
export interface Head {
  /** The model's output, or its logits. */
  output: Tensor;
  ys: Tensor;
  sampleWeight?: Tensor;
  loss: Loss;
  /** The activation that `output` still lacks. */
  logits: LogitActivation | undefined;
}

/** The loss of a batch and its gradient with respect to the output, by automatic differentiation of the loss alone. */
export function headGradient({ output, ys, sampleWeight, loss, logits }: Head): {
  value: Scalar;
  gradient: Tensor;
} {
  const values = logits === undefined ? loss.values : (loss.fromLogits?.values ?? loss.values);
  const reduced = (at: Tensor) => reduceLoss(values(ys, at), sampleWeight);
  const { value, grad: gradient } = valueAndGrad(reduced)(output);
  return { value: value as Scalar, gradient };
}

/** The model's output from its logits. */
export function activated(output: Tensor, logits: LogitActivation): Tensor {
  return logits === 'softmax' ? softmax(output) : sigmoid(output);
}
