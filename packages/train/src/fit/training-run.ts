import { TrainingDivergedError } from '@imgclf/runtime';
import { dispose, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Batch, disposeBatch } from '../batches/batch';
import { checkExamples, requireLabels } from '../batches/check-batch';
import { checkLabels } from '../batches/check-labels';
import { EpochReader } from '../batches/epoch-reader';
import type { Callback, TrainingContext } from '../callbacks/callback';
import { CallbackList } from '../callbacks/callback-list';
import { evaluateEpoch } from '../evaluate/evaluate-epoch';
import type { History } from '../history/history';
import { BatchMeter } from '../logs/batch-meter';
import type { Logs } from '../logs/logs';
import { createYielder } from '../logs/yield-to-event-loop';
import type { Loss } from '../losses/loss';
import type { Metric } from '../metrics/metric';
import type { Optimizer } from '../optimizers/optimizer';
import { createEvaluationStep, type EvaluationStep } from '../step/evaluation-step';
import { createTrainingStep, type TrainingStep } from '../step/training-step';
import { defaultCallbacks } from './default-callbacks';
import type { ParsedFitOptions } from './fit-options';
import { classWeights } from './sample-weights';
import type { TrainingData } from './training-data';

/** What a {@link TrainingRun} is made of: `fit`'s options, resolved. */
export interface TrainingRunParts {
  model: LayersModel;
  options: ParsedFitOptions;
  loss: Loss;
  metrics: readonly Metric[];
  optimizer: Optimizer;
  data: TrainingData;
}

/** One call of `fit`: the loop over epochs and steps, and what callbacks see of it. */
export class TrainingRun implements TrainingContext {
  readonly model: LayersModel;
  readonly optimizer: Optimizer;
  readonly metrics: readonly Metric[];
  readonly logNames: readonly string[];
  readonly epochs: number;
  readonly steps: number | undefined;
  readonly history: History = { epoch: [], history: {} };
  stopTraining = false;
  readonly #options: ParsedFitOptions;
  readonly #meter: BatchMeter;
  readonly #reader: EpochReader;
  readonly #validation: EpochReader | undefined;
  readonly #loss: Loss;
  readonly #callbacks: readonly Callback[];
  readonly #list: CallbackList;
  readonly #yieldToEventLoop = createYielder();

  constructor({ model, options, loss, metrics, optimizer, data }: TrainingRunParts) {
    const { signal } = options;
    this.model = model;
    this.optimizer = optimizer;
    this.metrics = metrics;
    this.epochs = options.epochs;
    this.#options = options;
    this.#loss = loss;
    this.#meter = new BatchMeter(metrics);
    this.#reader = new EpochReader(data.training, {
      argument: 'data',
      steps: options.stepsPerEpoch,
      signal,
      onEndedEarly: (steps) => this.#warnOfEarlyEnd('data', steps, options.stepsPerEpoch),
    });
    this.#validation =
      data.validation &&
      new EpochReader(data.validation, {
        argument: 'validationData',
        steps: options.validationSteps,
        signal,
        onEndedEarly: (steps) => this.#warnOfEarlyEnd('validationData', steps, options.validationSteps),
      });
    this.steps = this.#reader.steps;
    const names = ['loss', ...metrics.map((metric) => metric.name)];
    this.logNames = this.#validation === undefined ? names : names.flatMap((name) => [name, `val_${name}`]);
    this.#callbacks = [...options.callbacks, ...defaultCallbacks(options, this.history)];
    this.#list = new CallbackList(this.#callbacks, this);
  }

  warn(message: string): void {
    for (const callback of this.#callbacks) callback.onWarning?.(message);
  }

  /** Trains and returns the history. */
  async run(): Promise<History> {
    const { seed } = this.#options;
    const predictions = this.metrics.length > 0;
    const { model, optimizer } = this;
    const step = createTrainingStep(model, { optimizer, loss: this.#loss, predictions, seed });
    const evaluation = createEvaluationStep(model, { loss: this.#loss });
    try {
      await this.#runEpochs(step, evaluation);
      return this.history;
    } catch (error) {
      for (const callback of this.#callbacks) await callback.onTrainError?.(error);
      throw error;
    } finally {
      step.dispose();
      evaluation.dispose();
      await this.#reader.close();
    }
  }

  async #runEpochs(step: TrainingStep, evaluation: EvaluationStep): Promise<void> {
    await this.#list.run('onTrainBegin');
    let logs: Logs = {};
    for (let epoch = this.#options.initialEpoch; epoch < this.epochs && !this.stopTraining; epoch++) {
      await this.#list.runAt('onEpochBegin', epoch);
      const training = await this.#trainEpoch(step, epoch);
      const validation = this.#validatesAfter(epoch) ? await this.#validate(evaluation) : {};
      logs = await this.#list.runAt('onEpochEnd', epoch, { ...training, ...validation });
    }
    await this.#list.run('onTrainEnd', logs);
  }

  async #trainEpoch(step: TrainingStep, epoch: number): Promise<Logs> {
    this.#meter.reset();
    let index = 0;
    for await (const batch of this.#reader.epoch()) {
      await this.#trainBatch(step, batch, { epoch, step: index });
      index++;
      await this.#yieldToEventLoop();
      if (this.stopTraining) break;
    }
    return this.#meter.logs();
  }

  async #trainBatch(
    step: TrainingStep,
    batch: Batch,
    position: { epoch: number; step: number },
  ): Promise<void> {
    const { model } = this;
    const made: Tensor[] = [];
    try {
      requireLabels(batch);
      checkExamples(model, batch);
      const labels = await batch.ys.data();
      const labelShape = batch.ys.shape;
      checkLabels({ labels, labelShape, model, loss: this.#loss });
      const { classWeight } = this.#options;
      if (classWeight !== undefined) {
        batch.sampleWeight?.dispose();
        batch.sampleWeight = classWeights({ labels, labelShape }, classWeight);
      }
      if (this.#list.has('onTrainBatchBegin')) await this.#list.runAt('onTrainBatchBegin', position.step);
      const result = step.run(batch);
      made.push(...Object.values(result));
      const loss = await this.#meter.update({ ...result, labels, labelShape });
      this.#requireFinite(loss as number, position);
      if (this.#list.has('onTrainBatchEnd')) {
        await this.#list.runAt('onTrainBatchEnd', position.step, this.#meter.logs());
      }
    } finally {
      dispose(made);
      disposeBatch(batch);
    }
  }

  async #validate(step: EvaluationStep): Promise<Logs> {
    const { model } = this;
    const reader = this.#validation as EpochReader;
    const logs = await evaluateEpoch({ model, reader, meter: this.#meter, step, callbacks: this.#list });
    return Object.fromEntries(Object.entries(logs).map(([key, value]) => [`val_${key}`, value]));
  }

  #validatesAfter(epoch: number): boolean {
    if (this.#validation === undefined) return false;
    const { validationFreq } = this.#options;
    if (typeof validationFreq === 'number') return (epoch + 1) % validationFreq === 0;
    return validationFreq.includes(epoch + 1);
  }

  #requireFinite(loss: number, { epoch, step }: { epoch: number; step: number }): void {
    if (Number.isFinite(loss) || this.#callbacks.some((callback) => callback.handlesDivergence)) return;
    const message = `The loss became ${loss} in step ${step + 1} of epoch ${epoch + 1}. Lower the learning rate, clip gradients, or check the data for NaN.`;
    throw new TrainingDivergedError({ message, epoch, step, loss });
  }

  #warnOfEarlyEnd(argument: string, steps: number, asked: number | undefined): void {
    this.warn(`${argument} ended after ${steps} of ${asked} steps; the epoch ends early.`);
  }
}
