import {
  clone,
  dispose,
  keep,
  type NamedTensorMap,
  type Scalar,
  type Tensor,
  tidy,
  type Variable,
  variableGrads,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ResolvedStepOptions } from './device';
import { forwardWithLoss } from './forward-with-loss';
import { withSeededDropout } from './seeded-dropout';
import type { StepBatch, StepResult, StepRunner } from './training-step';

/** A training step by TensorFlow.js's automatic differentiation: for any model, on any backend. */
export function automaticStep(model: LayersModel, options: ResolvedStepOptions): StepRunner {
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  options.optimizer.build(variables);
  return {
    kind: 'automatic',
    run: (batch) => runAutomatic({ model, variables, ...options }, batch),
    dispose: () => undefined,
  };
}

interface AutomaticStep extends ResolvedStepOptions {
  model: LayersModel;
  variables: Variable[];
}

function runAutomatic(step: AutomaticStep, batch: StepBatch): StepResult {
  let predictions: Tensor | undefined;
  const forward = () => {
    const result = forwardWithLoss(step.model, { ...batch, loss: step.loss, training: true });
    if (step.predictions) predictions = keep(result.predictions);
    return result.value;
  };
  const draws = { seed: step.seed, iteration: step.optimizer.iterations };
  const { value, gradients } = tidy(() =>
    withSeededDropout(step.model, draws, () => gradientsOf(forward, step.variables)),
  );
  step.optimizer.apply(gradients);
  dispose(gradients);
  applyConstraints(step.model);
  return predictions === undefined ? { loss: value } : { loss: value, predictions };
}

/** The loss and the gradient of each variable; zeros where the loss does not depend on it. */
function gradientsOf(forward: () => Scalar, variables: Variable[]): { value: Scalar; gradients: Tensor[] } {
  if (variables.length === 0) return { value: forward(), gradients: [] };
  const { value, grads } = variableGrads(forward, variables) as { value: Scalar; grads: NamedTensorMap };
  return { value, gradients: variables.map((variable) => grads[variable.name] ?? zerosLike(variable)) };
}

/** Keras's constraints, after the update. Writing a weight is what applies its own. */
function applyConstraints(model: LayersModel): void {
  for (const weight of model.trainableWeights) {
    if (weight.constraint != null) tidy(() => void weight.write(clone(weight.read())));
  }
}
