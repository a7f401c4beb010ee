import { InvalidArgumentError } from '@imgclf/runtime';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { EpochReader } from '../batches/epoch-reader';
import type { Shuffler } from '../batches/shuffler';
import type { Callback, TrainingContext } from '../callbacks/callback';
import { CallbackList } from '../callbacks/callback-list';
import { takeSnapshot } from '../callbacks/weight-snapshot';
import type { History } from '../history/history';
import { BatchMeter } from '../logs/batch-meter';
import type { Loss } from '../losses/loss';
import type { Metric } from '../metrics/metric';
import type { Optimizer } from '../optimizers/optimizer';
import { defaultCallbacks } from './default-callbacks';
import type { ParsedFitOptions } from './fit-options';
import type { TrainingData } from './training-data';
import {
  restoreLearned,
  snapshotOptimizer,
  type TrainingPosition,
  type TrainingState,
} from './training-state';

/** `fit`'s options, resolved. */
export interface RunParts {
  model: LayersModel;
  options: ParsedFitOptions;
  loss: Loss;
  metrics: readonly Metric[];
  optimizer: Optimizer;
  data: TrainingData;
  shuffler: Shuffler;
}

/** One call of `fit`: where it stands, and what callbacks see of it. */
export class RunContext implements TrainingContext {
  readonly model: LayersModel;
  readonly options: ParsedFitOptions;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
  readonly optimizer: Optimizer;
  readonly meter: BatchMeter;
  readonly reader: EpochReader;
  readonly validation: EpochReader | undefined;
  readonly callbacks: readonly Callback[];
  readonly list: CallbackList;
  readonly logNames: readonly string[];
  readonly epochs: number;
  readonly steps: number | undefined;
  readonly history: History = { epoch: [], history: {} };
  stopTraining = false;
  seed: number;
  position: TrainingPosition;
  readonly #shuffler: Shuffler;
  #resumed: TrainingState | undefined;

  constructor({ data, shuffler, ...parts }: RunParts) {
    const { options, metrics } = parts;
    this.model = parts.model;
    this.options = options;
    this.loss = parts.loss;
    this.metrics = metrics;
    this.optimizer = parts.optimizer;
    this.meter = new BatchMeter(metrics);
    this.reader = this.#readerOf(data.training, 'data', options.stepsPerEpoch);
    this.validation =
      data.validation && this.#readerOf(data.validation, 'validationData', options.validationSteps);
    this.callbacks = [...options.callbacks, ...defaultCallbacks(options, this.history)];
    this.list = new CallbackList(this.callbacks, this);
    const names = ['loss', ...metrics.map((metric) => metric.name)];
    this.logNames = this.validation === undefined ? names : names.flatMap((name) => [name, `val_${name}`]);
    this.epochs = options.epochs;
    this.steps = this.reader.steps;
    this.seed = options.seed;
    this.position = { epoch: options.initialEpoch, step: 0 };
    this.#shuffler = shuffler;
  }

  warn(message: string): void {
    for (const callback of this.callbacks) callback.onWarning?.(message);
  }

  async saveState(): Promise<TrainingState> {
    return {
      position: { ...this.position },
      readers: [this.reader.position, this.validation?.position],
      seed: this.seed,
      stopTraining: this.stopTraining,
      history: structuredClone(this.history),
      meter: this.meter.state(),
      weights: await takeSnapshot(this.model),
      optimizer: await snapshotOptimizer(this.optimizer),
      callbacks: this.options.callbacks.map((callback) => callback.saveState?.()),
    };
  }

  resumeFrom(state: TrainingState): void {
    this.#resumed = state;
    this.seed = state.seed;
  }

  /**
   * Takes over the state of {@link resumeFrom}, once the optimiser has its slots.
   * @throws {InvalidArgumentError} when it is of another run
   */
  async resume(): Promise<void> {
    const state = this.#resumed;
    if (state === undefined) return;
    if (state.callbacks.length !== this.options.callbacks.length)
      throw otherCallbacks(this.options.callbacks, state);
    restoreLearned(this.model, this.optimizer, state);
    this.#shuffler.reseed(state.seed);
    const [training, validation] = state.readers;
    if (training !== undefined) await this.reader.skipTo(training);
    if (validation !== undefined) await this.validation?.skipTo(validation);
    this.history.epoch.push(...state.history.epoch);
    Object.assign(this.history.history, state.history.history);
    this.position = { ...state.position };
    this.stopTraining = state.stopTraining;
    for (const [index, callback] of this.options.callbacks.entries()) {
      const saved = state.callbacks[index];
      if (saved !== undefined) callback.loadState?.(saved);
    }
  }

  /** Goes on in the middle of an epoch, whose beginning the hooks have heard of again: undoes what they did to it. */
  resumeEpoch(): void {
    if (this.#resumed === undefined || this.position.step === 0) return;
    const { meter, optimizer } = this.#resumed;
    this.meter.restore(meter);
    if (optimizer.learningRate !== undefined) this.optimizer.learningRate = optimizer.learningRate;
    this.#resumed = undefined;
  }

  #readerOf(source: TrainingData['training'], argument: string, steps: number | undefined): EpochReader {
    const onEndedEarly = (read: number) =>
      this.warn(`${argument} ended after ${read} of ${steps} steps; the epoch ends early.`);
    return new EpochReader(source, { argument, steps, signal: this.options.signal, onEndedEarly });
  }
}

function otherCallbacks(callbacks: readonly Callback[], state: TrainingState): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: 'callbacks',
    allowed: `the ${state.callbacks.length} callbacks of the run that is resumed`,
    received: callbacks.map((callback) => callback.name),
  });
}
