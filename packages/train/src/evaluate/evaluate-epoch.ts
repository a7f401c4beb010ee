import { dispose, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Batch, disposeBatch, type LabelledBatch } from '../batches/batch';
import { checkExamples, requireLabels } from '../batches/check-batch';
import { checkLabels } from '../batches/check-labels';
import type { EpochReader } from '../batches/epoch-reader';
import type { CallbackList } from '../callbacks/callback-list';
import type { BatchMeter } from '../logs/batch-meter';
import type { Logs } from '../logs/logs';
import { yieldToEventLoop } from '../logs/yield-to-event-loop';
import { inferBatch } from '../predict/infer-batch';
import type { EvaluationStep } from '../step/evaluation-step';

/** What {@link evaluateEpoch} needs. */
export interface Evaluation {
  model: LayersModel;
  reader: EpochReader;
  meter: BatchMeter;
  /** Computes the loss; without it there are only metrics. */
  step?: EvaluationStep | undefined;
  callbacks?: CallbackList;
}

/** Runs the model in inference mode over one epoch of batches and returns the loss and the metrics. */
export async function evaluateEpoch(evaluation: Evaluation): Promise<Logs> {
  const { reader, meter, callbacks } = evaluation;
  meter.reset();
  await callbacks?.run('onTestBegin');
  let index = 0;
  try {
    for await (const batch of reader.epoch()) {
      await evaluateBatch(evaluation, batch, index);
      index++;
      await yieldToEventLoop();
    }
  } finally {
    await reader.close();
  }
  const logs = meter.logs();
  return (await callbacks?.run('onTestEnd', logs)) ?? logs;
}

async function evaluateBatch(evaluation: Evaluation, batch: Batch, index: number): Promise<void> {
  const { model, meter, step, callbacks } = evaluation;
  const made: Tensor[] = [];
  try {
    requireLabels(batch);
    checkExamples(model, batch);
    const labels = batch.labels ?? (await batch.ys.data());
    const labelShape = batch.ys.shape;
    if (step !== undefined) checkLabels({ labels, labelShape, model, loss: step.loss });
    if (callbacks?.has('onTestBatchBegin')) await callbacks.runAt('onTestBatchBegin', index);
    const result = run(model, step, batch);
    made.push(...Object.values(result));
    await meter.update({ ...result, labels, labelShape });
    if (callbacks?.has('onTestBatchEnd')) await callbacks.runAt('onTestBatchEnd', index, meter.logs());
  } finally {
    dispose(made);
    disposeBatch(batch);
  }
}

function run(
  model: LayersModel,
  step: EvaluationStep | undefined,
  batch: LabelledBatch,
): { predictions: Tensor; loss?: Tensor } {
  return step === undefined ? { predictions: inferBatch(model, batch.xs) } : step.run(batch);
}
