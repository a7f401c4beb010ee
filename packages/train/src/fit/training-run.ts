import { TrainingDivergedError } from '@imgclf/runtime';
import { dispose, type Tensor } from '@tensorflow/tfjs-core';
import { type Batch, disposeBatch } from '../batches/batch';
import { checkExamples, requireLabels } from '../batches/check-batch';
import { checkLabels } from '../batches/check-labels';
import { evaluateEpoch } from '../evaluate/evaluate-epoch';
import type { History } from '../history/history';
import type { Logs } from '../logs/logs';
import { yieldToEventLoop } from '../logs/yield-to-event-loop';
import { createEvaluationStep, type EvaluationStep } from '../step/evaluation-step';
import { createTrainingStep, type TrainingStep } from '../step/training-step';
import { RunContext, type RunParts } from './run-context';
import { classWeights } from './sample-weights';

interface Steps {
  training: TrainingStep;
  evaluation: EvaluationStep;
}

/** Runs `fit`'s loop over epochs and steps. */
export async function runTraining(parts: RunParts): Promise<History> {
  const run = new RunContext(parts);
  try {
    await run.list.run('onTrainBegin');
    await withSteps(run, (steps) => runEpochs(run, steps));
    return run.history;
  } catch (error) {
    for (const callback of run.callbacks) await callback.onTrainError?.(error);
    throw error;
  } finally {
    await run.reader.close();
  }
}

async function withSteps(run: RunContext, call: (steps: Steps) => Promise<void>): Promise<void> {
  const { model, optimizer, loss, seed, metrics } = run;
  const training = await createTrainingStep(model, {
    optimizer,
    loss,
    seed,
    predictions: metrics.length > 0,
  });
  const evaluation = createEvaluationStep(model, { loss });
  try {
    await call({ training, evaluation });
  } finally {
    training.dispose();
    evaluation.dispose();
  }
}

async function runEpochs(run: RunContext, steps: Steps): Promise<void> {
  await run.resume();
  let logs: Logs = {};
  while (run.position.epoch < run.epochs && !run.stopTraining) {
    const { epoch } = run.position;
    await run.list.runAt('onEpochBegin', epoch);
    const training = await trainEpoch(run, steps.training);
    const validation = validatesAfter(run, epoch) ? await validate(run, steps.evaluation) : {};
    logs = await run.list.runAt('onEpochEnd', epoch, { ...training, ...validation });
    run.position = { epoch: epoch + 1, step: 0 };
    await run.list.settled(run.position);
  }
  await run.list.run('onTrainEnd', logs);
}

async function trainEpoch(run: RunContext, step: TrainingStep): Promise<Logs> {
  run.meter.reset();
  run.resumeEpoch();
  for await (const batch of run.reader.epoch(run.position.step)) {
    await trainBatch(run, step, batch);
    run.position.step++;
    await run.list.settled(run.position);
    await yieldToEventLoop();
    if (run.stopTraining) break;
  }
  return run.meter.logs();
}

async function trainBatch(run: RunContext, step: TrainingStep, batch: Batch): Promise<void> {
  const { model, meter, list, loss } = run;
  const index = run.position.step;
  const made: Tensor[] = [];
  try {
    requireLabels(batch);
    checkExamples(model, batch);
    const labels = batch.labels ?? (await batch.ys.data());
    const labelShape = batch.ys.shape;
    checkLabels({ labels, labelShape, model, loss });
    weighByClass(run, batch, labels);
    if (list.has('onTrainBatchBegin')) await list.runAt('onTrainBatchBegin', index);
    const result = step.run(batch);
    made.push(...Object.values(result));
    const value = await meter.update({ ...result, labels, labelShape });
    requireFinite(run, value as number);
    if (list.has('onTrainBatchEnd')) await list.runAt('onTrainBatchEnd', index, meter.logs());
  } finally {
    dispose(made);
    disposeBatch(batch);
  }
}

function weighByClass(
  { options }: RunContext,
  batch: Batch & { ys: Tensor },
  labels: ArrayLike<number>,
): void {
  const { classWeight } = options;
  if (classWeight === undefined) return;
  batch.sampleWeight?.dispose();
  batch.sampleWeight = classWeights({ labels, labelShape: batch.ys.shape }, classWeight);
}

async function validate({ model, validation, meter, list }: RunContext, step: EvaluationStep): Promise<Logs> {
  if (validation === undefined) return {};
  const logs = await evaluateEpoch({ model, reader: validation, meter, step, callbacks: list });
  return Object.fromEntries(Object.entries(logs).map(([key, value]) => [`val_${key}`, value]));
}

function validatesAfter({ options: { validationFreq } }: RunContext, epoch: number): boolean {
  return typeof validationFreq === 'number'
    ? (epoch + 1) % validationFreq === 0
    : validationFreq.includes(epoch + 1);
}

function requireFinite({ callbacks, position }: RunContext, loss: number): void {
  if (Number.isFinite(loss) || callbacks.some((callback) => callback.handlesDivergence)) return;
  const { epoch, step } = position;
  const message = `The loss became ${loss} in step ${step + 1} of epoch ${epoch + 1}. Lower the learning rate, clip gradients, or check the data for NaN.`;
  throw new TrainingDivergedError({ message, epoch, step, loss });
}
