import { tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Loss } from '../losses/loss';
import { resolveLoss } from '../losses/resolve-loss';
import { forwardWithLoss } from './forward-with-loss';
import type { StepBatch, StepResult } from './training-step';

/** A model and a loss made ready to be evaluated. */
export interface EvaluationStep {
  /** The loss it computes. */
  readonly loss: Loss;
  /** Runs the model in inference mode: the batch's loss and predictions, both the caller's to dispose. */
  run(batch: StepBatch): Required<StepResult>;
  /** Frees what the step made. The model stays. */
  dispose(): void;
}

/** Options of {@link createEvaluationStep}. */
export interface EvaluationStepOptions {
  /** A loss, or the name of one with Keras's defaults. */
  loss: Loss | string;
}

/**
 * Makes a model ready to be evaluated, with the same loss as in training: from the logits behind a final softmax or
 * sigmoid, and with the model's regularisation.
 *
 * @throws {InvalidArgumentError} when the loss is unknown
 */
export function createEvaluationStep(model: LayersModel, options: EvaluationStepOptions): EvaluationStep {
  const loss = resolveLoss(options.loss);
  return {
    loss,
    run: (batch) => tidy(() => evaluate(model, loss, batch)),
    dispose: () => undefined,
  };
}

function evaluate(model: LayersModel, loss: Loss, batch: StepBatch): Required<StepResult> {
  const { value, predictions } = forwardWithLoss(model, { ...batch, loss, training: false });
  return { loss: value, predictions };
}
