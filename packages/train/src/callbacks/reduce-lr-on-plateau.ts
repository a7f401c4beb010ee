import { parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import type { Logs } from '../logs/logs';
import type { Callback, TrainingContext } from './callback';
import type { CallbackState } from './callback-state';
import { fixedLearningRate } from './fixed-learning-rate';
import { epochCount, Monitor, type MonitorOptions, monitorFields } from './monitor';

/** Options of {@link ReduceLROnPlateau}, with Keras's defaults. `minDelta` is 1e-4 by default. */
export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** What the learning rate is multiplied with, 0 to below 1. @default 0.1 */
  factor?: number;
  /** Epochs without an improvement after which the rate is lowered. @default 10 */
  patience?: number;
  /** Epochs after a reduction in which nothing is counted. @default 0 */
  cooldown?: number;
  /** The rate is not lowered below it. @default 0 */
  minLr?: number;
}

const factorRange = 'a number of at least 0 and below 1';
const schema = v.strictObject({
  ...monitorFields,
  factor: v.optional(v.pipe(v.number(), v.minValue(0, factorRange), v.ltValue(1, factorRange)), 0.1),
  patience: v.optional(epochCount, 10),
  cooldown: v.optional(epochCount, 0),
  minLr: v.optional(v.pipe(v.number(), v.minValue(0, 'a number of at least 0')), 0),
});

/**
 * Lowers the learning rate when a monitored value no longer improves, by Keras's rules. Adds the epoch's rate to the
 * logs as `learning_rate`.
 *
 * @throws {InvalidArgumentError} for a bad option; at the start of training when `monitor` is unknown or the optimiser
 *   follows a schedule
 */
export class ReduceLROnPlateau implements Callback {
  readonly name = 'ReduceLROnPlateau';
  /** The best value so far. */
  best: number | undefined;
  /** Epochs since the last improvement or reduction. */
  wait = 0;
  readonly #monitor: Monitor;
  readonly #options: v.InferOutput<typeof schema>;
  #cooldownLeft = 0;

  /** @throws {InvalidArgumentError} */
  constructor(options: ReduceLROnPlateauOptions = {}) {
    this.#options = parseOptions(schema, options);
    this.#monitor = new Monitor({ minDelta: 1e-4, ...options });
  }

  onTrainBegin(_: Logs, context: TrainingContext): void {
    this.#monitor.begin(context);
    fixedLearningRate(context.optimizer);
    this.loadState({ values: {} });
  }

  onEpochEnd(_: number, logs: Logs, context: TrainingContext): void {
    const { optimizer } = context;
    const rate = fixedLearningRate(optimizer);
    logs.learning_rate = rate;
    const value = this.#monitor.read(logs, context);
    if (value === undefined) return;
    if (this.#cooldownLeft > 0) {
      this.#cooldownLeft--;
      this.wait = 0;
    }
    if (this.#monitor.improved(value, this.best)) {
      this.best = value;
      this.wait = 0;
    } else if (this.#cooldownLeft === 0) {
      this.wait++;
      if (this.wait >= this.#options.patience && rate > this.#options.minLr) this.#reduce(context, rate);
    }
  }

  saveState(): CallbackState {
    return { values: { best: this.best, wait: this.wait, cooldownLeft: this.#cooldownLeft } };
  }

  loadState({ values }: CallbackState): void {
    this.best = values.best as number | undefined;
    this.wait = Number(values.wait ?? 0);
    this.#cooldownLeft = Number(values.cooldownLeft ?? 0);
  }

  #reduce({ optimizer }: TrainingContext, rate: number): void {
    const { factor, minLr, cooldown } = this.#options;
    optimizer.learningRate = Math.max(rate * factor, minLr);
    this.#cooldownLeft = cooldown;
    this.wait = 0;
  }
}
