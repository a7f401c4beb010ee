import { dispose, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { requireSingleInputAndOutput } from '../batches/check-batch';
import { checkLabels } from '../batches/check-labels';
import { Shuffler } from '../batches/shuffler';
import type { History } from '../history/history';
import { resolveLoss } from '../losses/resolve-loss';
import { resolveMetrics } from '../metrics/resolve-metrics';
import { resolveOptimizer } from '../optimizers/resolve-optimizer';
import { type FitOptions, parseFitOptions } from './fit-options';
import { trainingData } from './training-data';
import { runTraining } from './training-run';

/**
 * Trains a model with Keras's semantics: the loss and the metrics of an epoch are means over its examples, taken with
 * the weights before each update; validation runs in inference mode.
 *
 * The model needs no `compile`; it has one input and one output. Tensors that are passed in stay the caller's, batches
 * of a dataset are disposed here. An optimiser that is passed in keeps its slots, so that the next call goes on where
 * this one stopped, until its `dispose`.
 *
 * @returns the history of losses and metrics under Keras's key names
 * @throws {InvalidArgumentError} for a bad option, data that does not fit the model, or labels out of range
 * @throws {DatasetEmptyError} when an epoch has no batch
 * @throws {TrainingDivergedError} when the loss becomes NaN or infinite and no callback such as `TerminateOnNaN` deals
 *   with it
 * @throws {AbortedError} when `signal` fires
 *
 * @example
 * const { history } = await fit(model, {
 *   x, y, validationSplit: 0.1,
 *   optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'],
 *   epochs: 3, seed: 42,
 * });
 * console.log(history.val_accuracy);
 */
export async function fit(model: LayersModel, options: FitOptions): Promise<History> {
  const parsed = parseFitOptions(options);
  requireSingleInputAndOutput(model);
  const loss = resolveLoss(parsed.loss);
  const metrics = resolveMetrics(parsed.metrics);
  const optimizer = resolveOptimizer(parsed.optimizer);
  const shuffler = new Shuffler(parsed.seed);
  const held: Tensor[] = [];
  try {
    const data = await trainingData(parsed, { shuffler, held });
    for (const { data: labels, shape } of data.labels)
      checkLabels({ labels, labelShape: shape, model, loss });
    return await runTraining({ model, options: parsed, loss, metrics, optimizer, data, shuffler });
  } finally {
    dispose(held);
    if (optimizer !== parsed.optimizer) optimizer.dispose();
  }
}
