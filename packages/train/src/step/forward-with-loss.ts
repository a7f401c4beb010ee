import { add, type Scalar, sigmoid, softmax, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LogitActivation, Loss } from '../losses/loss';
import { reduceLoss } from '../losses/reduce-loss';
import { logitsOf } from './logits-of';

/** What {@link forwardWithLoss} needs besides the model. */
export interface ForwardOptions {
  xs: Tensor;
  ys: Tensor;
  sampleWeight?: Tensor;
  loss: Loss;
  training: boolean;
}

/**
 * Runs the model and the loss on a batch, from the logits where the loss and the model's last layer allow it, with
 * the model's regularisation added. Call it inside a tidy.
 */
export function forwardWithLoss(
  model: LayersModel,
  options: ForwardOptions,
): { value: Scalar; predictions: Tensor } {
  const { xs, ys, sampleWeight, loss, training } = options;
  const run = () => model.apply(xs, { training }) as Tensor;
  const behind = loss.fromLogits === undefined ? undefined : logitsOf(model, loss.fromLogits.activation, run);
  const predictions = behind === undefined ? run() : activate(behind.activation, behind.logits);
  const values =
    behind === undefined || loss.fromLogits === undefined
      ? loss.values(ys, predictions)
      : loss.fromLogits.values(ys, behind.logits);
  const penalties = model.calculateLosses();
  const value = penalties.reduce(
    (sum: Scalar, penalty) => add(sum, penalty),
    reduceLoss(values, sampleWeight),
  );
  return { value, predictions };
}

function activate(activation: LogitActivation, logits: Tensor): Tensor {
  return activation === 'softmax' ? softmax(logits) : sigmoid(logits);
}
