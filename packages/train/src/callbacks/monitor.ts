import { InvalidArgumentError } from '@imgclf/runtime';
import * as v from 'valibot';
import type { Logs } from '../logs/logs';
import type { TrainingContext } from './callback';

/** Which way a monitored value gets better; `auto` asks the metric of that name. */
export type MonitorMode = 'auto' | 'min' | 'max';

/** Options of the callbacks that watch a value. */
export interface MonitorOptions {
  /** The log key to watch. @default 'val_loss' */
  monitor?: string;
  /** Which way is better. @default 'auto' */
  mode?: MonitorMode;
  /** A change counts as an improvement only if it is larger. @default 0 */
  minDelta?: number;
}

/** Checks a number of epochs. */
export const epochCount = v.pipe(v.number(), v.integer(), v.minValue(0, 'an integer of at least 0'));

/** Checks {@link MonitorOptions}. */
export const monitorFields = {
  monitor: v.optional(v.pipe(v.string(), v.minLength(1, 'a log key'))),
  mode: v.optional(v.picklist(['auto', 'min', 'max'])),
  minDelta: v.optional(v.number()),
};

/** Reads a monitored value out of the logs and says whether it has improved, by Keras's rules. */
export class Monitor {
  readonly name: string;
  readonly #mode: MonitorMode;
  readonly #minDelta: number;
  #sign: 1 | -1 | undefined;

  constructor({ monitor = 'val_loss', mode = 'auto', minDelta = 0 }: MonitorOptions) {
    this.name = monitor;
    this.#mode = mode;
    this.#minDelta = Math.abs(minDelta);
  }

  /**
   * Finds out which way is better.
   * @throws {InvalidArgumentError} in mode `auto`, when no metric of the run says so
   */
  begin(context: TrainingContext): void {
    this.#sign = this.#mode === 'auto' ? this.#signOf(context) : signs[this.#mode];
  }

  /**
   * The monitored value; undefined, with a warning, where the run has it but not now, as `validationFreq` brings about.
   * @throws {InvalidArgumentError} when the run has no such value
   */
  read(logs: Logs, context: TrainingContext): number | undefined {
    const value = logs[this.name];
    if (value !== undefined) return value;
    if (!context.logNames.includes(this.name)) {
      throw this.#unknown([...new Set([...context.logNames, ...Object.keys(logs)])]);
    }
    context.warn(`${this.name} is monitored but was not computed this time.`);
    return undefined;
  }

  /** Whether `value` is better than `reference` by more than the least change; always true without a reference. */
  improved(value: number, reference: number | undefined): boolean {
    if (reference === undefined) return true;
    const sign = this.#sign ?? 1;
    return sign * value - this.#minDelta > sign * reference;
  }

  #signOf({ metrics, logNames }: TrainingContext): 1 | -1 {
    const name = this.name.replace(/^val_/, '');
    if (name === 'loss') return -1;
    const metric = metrics.find((each) => each.name === name);
    if (metric === undefined) throw this.#unknown(logNames);
    if (metric.direction !== undefined) return metric.direction === 'up' ? 1 : -1;
    throw new InvalidArgumentError({
      argument: 'mode',
      allowed: `min or max, because the metric ${name} does not say which way is better`,
      received: 'auto',
    });
  }

  #unknown(names: readonly string[]): InvalidArgumentError {
    return new InvalidArgumentError({
      argument: 'monitor',
      allowed: `one of ${names.join(', ')}`,
      received: this.name,
    });
  }
}

const signs = { min: -1, max: 1 } as const;
