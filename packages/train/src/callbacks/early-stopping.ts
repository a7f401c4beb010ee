import { parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import type { Logs } from '../logs/logs';
import type { Callback, TrainingContext } from './callback';
import type { CallbackState } from './callback-state';
import { epochCount, Monitor, type MonitorOptions, monitorFields } from './monitor';
import { restoreSnapshot, takeSnapshot, type WeightSnapshot } from './weight-snapshot';

/** Options of {@link EarlyStopping}, with Keras's defaults. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs without an improvement after which training stops. @default 0 */
  patience?: number;
  /** A value that must be beaten before an improvement resets the patience. */
  baseline?: number;
  /** Whether training ends with the weights of the best epoch, also when it was not stopped. @default false */
  restoreBestWeights?: boolean;
  /** The first epoch that counts, from 0. @default 0 */
  startFromEpoch?: number;
}

const schema = v.strictObject({
  ...monitorFields,
  patience: v.optional(epochCount, 0),
  baseline: v.optional(v.number()),
  restoreBestWeights: v.optional(v.boolean(), false),
  startFromEpoch: v.optional(epochCount, 0),
});

/**
 * Stops training when a monitored value no longer improves, by Keras's rules: an epoch that improves never stops, even
 * where it misses the baseline, and neither does the first one.
 *
 * @throws {InvalidArgumentError} for a bad option; at the start of training when `monitor` is unknown
 * @example
 * const stopping = new EarlyStopping({ monitor: 'val_accuracy', patience: 3, restoreBestWeights: true });
 * await fit(model, { x, y, validationSplit: 0.2, loss, metrics: ['accuracy'], epochs: 50, callbacks: [stopping] });
 * console.log(stopping.bestEpoch);
 */
export class EarlyStopping implements Callback {
  readonly name = 'EarlyStopping';
  /** The best value so far. */
  best: number | undefined;
  /** The epoch of the best value, from 0. */
  bestEpoch = 0;
  /** The epoch after which training stopped, from 0; undefined where it did not. */
  stoppedEpoch: number | undefined;
  /** Epochs since the last improvement. */
  wait = 0;
  readonly #monitor: Monitor;
  readonly #options: v.InferOutput<typeof schema>;
  #snapshot: WeightSnapshot | undefined;

  /** @throws {InvalidArgumentError} */
  constructor(options: EarlyStoppingOptions = {}) {
    this.#options = parseOptions(schema, options);
    this.#monitor = new Monitor(options);
  }

  onTrainBegin(_: Logs, context: TrainingContext): void {
    this.#monitor.begin(context);
    this.loadState({ values: {} });
  }

  async onEpochEnd(epoch: number, logs: Logs, context: TrainingContext): Promise<void> {
    const { patience, baseline, restoreBestWeights, startFromEpoch } = this.#options;
    const value = this.#monitor.read(logs, context);
    if (value === undefined || epoch < startFromEpoch) return;
    this.wait++;
    if (this.#monitor.improved(value, this.best)) {
      this.best = value;
      this.bestEpoch = epoch;
      if (restoreBestWeights) this.#snapshot = await takeSnapshot(context.model);
      if (baseline === undefined || this.#monitor.improved(value, baseline)) this.wait = 0;
    } else if (this.wait >= patience && epoch > 0) {
      this.stoppedEpoch = epoch;
      context.stopTraining = true;
    }
  }

  onTrainEnd(_: Logs, { model }: TrainingContext): void {
    if (this.#options.restoreBestWeights && this.#snapshot !== undefined)
      restoreSnapshot(model, this.#snapshot);
  }

  saveState(): CallbackState {
    const { best, bestEpoch, wait } = this;
    return { values: { best, bestEpoch, wait }, arrays: this.#snapshot ?? [] };
  }

  loadState({ values, arrays = [] }: CallbackState): void {
    this.best = values.best as number | undefined;
    this.bestEpoch = Number(values.bestEpoch ?? 0);
    this.wait = Number(values.wait ?? 0);
    this.stoppedEpoch = undefined;
    this.#snapshot = arrays.length === 0 ? undefined : arrays;
  }
}
