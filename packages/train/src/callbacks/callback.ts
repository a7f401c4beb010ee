import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainingPosition, TrainingState } from '../fit/training-state';
import type { Logs } from '../logs/logs';
import type { Metric } from '../metrics/metric';
import type { Optimizer } from '../optimizers/optimizer';
import type { CallbackState } from './callback-state';

/** What a callback sees of the run it takes part in. */
export interface TrainingContext {
  readonly model: LayersModel;
  /** The optimiser; assigning `learningRate` takes effect with the next step. */
  readonly optimizer: Optimizer;
  /** The metrics of the run, for the direction in which each one is better. */
  readonly metrics: readonly Metric[];
  /** The keys that the logs of an epoch hold, `val_` keys included, before callbacks add to them. */
  readonly logNames: readonly string[];
  /** One past the last epoch, as in `fit`'s options. */
  readonly epochs: number;
  /** Steps in an epoch, where known beforehand. */
  readonly steps: number | undefined;
  /** Set it to end training after the current step; validation and the end of the epoch still take place. */
  stopTraining: boolean;
  /**
   * Everything the run needs to go on from here to the last bit; the arrays are copies. Whole only in
   * {@link Callback.onSettled}.
   */
  saveState(): Promise<TrainingState>;
  /** Makes the run go on from a saved state; in `onTrainBegin` only. */
  resumeFrom(state: TrainingState): void;
  /** Says something the user should know: it becomes a `warning` event and a line where progress is printed. */
  warn(message: string): void;
}

type Result = void | Promise<void>;

/**
 * Takes part in a training run, as a Keras callback. All hooks are optional and awaited. `epoch` and `batch` count from
 * 0. `logs` is one object per event, its keys in alphabetical order, shared by all callbacks of the event: what one adds,
 * later ones and the history see.
 */
export interface Callback {
  /** Names the callback in errors and checkpoints; its kind, such as `EarlyStopping`. */
  readonly name?: string;
  /** Whether the callback deals with a loss that is not finite, so that `fit` does not throw on one. */
  readonly handlesDivergence?: boolean;
  /** Before the first epoch. */
  onTrainBegin?(logs: Logs, context: TrainingContext): Result;
  /** After the last epoch, unless training ended by an error. */
  onTrainEnd?(logs: Logs, context: TrainingContext): Result;
  /** Before an epoch, counted from 0. */
  onEpochBegin?(epoch: number, logs: Logs, context: TrainingContext): Result;
  /** After an epoch and its validation; `logs` holds all its results. */
  onEpochEnd?(epoch: number, logs: Logs, context: TrainingContext): Result;
  /** Before a batch of training, counted from 0 in each epoch. */
  onTrainBatchBegin?(batch: number, logs: Logs, context: TrainingContext): Result;
  /** After a batch of training; `logs` holds the means of the epoch so far. */
  onTrainBatchEnd?(batch: number, logs: Logs, context: TrainingContext): Result;
  /** Before an evaluation, also that of each epoch on validation data. */
  onTestBegin?(logs: Logs, context: TrainingContext): Result;
  /** After an evaluation; `logs` holds its results. */
  onTestEnd?(logs: Logs, context: TrainingContext): Result;
  /** Before a batch of an evaluation. */
  onTestBatchBegin?(batch: number, logs: Logs, context: TrainingContext): Result;
  /** After a batch of an evaluation; `logs` holds the means so far. */
  onTestBatchEnd?(batch: number, logs: Logs, context: TrainingContext): Result;
  /**
   * Called when all hooks of a step or of the end of an epoch have run: the moment to call `context.saveState()`.
   * @param position `epoch`: epochs that have ended; `step`: steps taken of the next one
   */
  onSettled?(position: TrainingPosition, context: TrainingContext): Result;
  /** What the callback must remember across a restart of the process. */
  saveState?(): CallbackState;
  /** Takes over what {@link saveState} gave; called after `onTrainBegin`. */
  loadState?(state: CallbackState): void;
  /** Called instead of `onTrainEnd` when training ends by an error: the moment to close what is open. */
  onTrainError?(error: unknown): Result;
  /** Hears of what {@link TrainingContext.warn} was told; for callbacks that print. */
  onWarning?(message: string): void;
}
