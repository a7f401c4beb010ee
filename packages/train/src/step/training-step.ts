import { InvalidArgumentError } from '@imgclf/runtime';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Loss } from '../losses/loss';
import { resolveLoss } from '../losses/resolve-loss';
import type { Optimizer } from '../optimizers/optimizer';
import { resolveOptimizer } from '../optimizers/resolve-optimizer';
import { automaticStep } from './automatic-step';
import { checkBatch } from './check-batch';
import { preparedStep } from './prepared-step';

/** What one step learns from. The step reads the tensors and leaves them to the caller. */
export interface StepBatch {
  /** The examples, `[batch, ...]`. */
  xs: Tensor;
  /** The labels as the loss wants them, `[batch, ...]`. */
  ys: Tensor;
  /** A weight for each example, `[batch]`; all 1 where absent. */
  sampleWeight?: Tensor;
}

/** What a step gives back. The caller disposes the tensors. Reading them is what waits for the device. */
export interface StepResult {
  /** The batch's loss with the weights before the update, a scalar. */
  loss: Scalar;
  /** The model's output for the batch with the weights before the update, where it was asked for. */
  predictions?: Tensor;
}

/** What takes steps. */
export interface StepRunner {
  /** `automatic` goes through TensorFlow.js's differentiation; `prepared` replays a program made once. */
  readonly kind: 'automatic' | 'prepared';
  /**
   * Takes one step: forward, backward, update. The model's variables hold the new weights afterwards.
   *
   * @throws {InvalidArgumentError} when the shapes do not fit the model
   */
  run(batch: StepBatch): StepResult;
  /** Frees what the step made. The model and the optimiser stay. */
  dispose(): void;
}

/** A model, a loss and an optimiser made ready to take steps. */
export interface TrainingStep extends StepRunner {
  /** The optimiser whose state the steps advance. */
  readonly optimizer: Optimizer;
  /** The loss the steps minimise. */
  readonly loss: Loss;
}

/** Options of {@link createTrainingStep}. */
export interface TrainingStepOptions {
  /** An optimiser, or the name of one with Keras's defaults. */
  optimizer: Optimizer | string;
  /** A loss, or the name of one with Keras's defaults. */
  loss: Loss | string;
  /** Whether results carry the predictions, for metrics. @default false */
  predictions?: boolean;
  /** Seeds what layers draw in training, such as dropout. Together with the optimiser's iterations it fixes the draws. @default 0 */
  seed?: number;
  /** Whether to prepare a program where the model and the backend allow it. @default true */
  prepare?: boolean;
}

/**
 * Makes a model ready to train: one call of {@link TrainingStep.run} is one step.
 *
 * What computes on the current backend is imported when it is first needed. The `trainable` flags are read now; changing
 * one asks for a new step.
 *
 * @param model a model with one input and one output, in any number of layers and inner models
 * @throws {InvalidArgumentError} when the optimiser or the loss is unknown, or the model has several inputs or outputs
 */
export async function createTrainingStep(
  model: LayersModel,
  options: TrainingStepOptions,
): Promise<TrainingStep> {
  const { predictions = false, seed = 0, prepare = true } = options;
  const optimizer = resolveOptimizer(options.optimizer);
  const loss = resolveLoss(options.loss);
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw new InvalidArgumentError({
      argument: 'model',
      allowed: 'a model with one input and one output',
      received: `${model.inputs.length} inputs and ${model.outputs.length} outputs`,
    });
  }
  const resolved = { optimizer, loss, predictions, seed };
  const step = (prepare ? await preparedStep(model, resolved) : undefined) ?? automaticStep(model, resolved);
  return {
    kind: step.kind,
    optimizer,
    loss,
    run: (batch) => {
      checkBatch(model, batch, loss);
      return step.run(batch);
    },
    dispose: () => step.dispose(),
  };
}
