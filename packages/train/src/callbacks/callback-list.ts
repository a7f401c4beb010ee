import type { TrainingPosition } from '../fit/training-state';
import { type Logs, sortedLogs } from '../logs/logs';
import type { Callback, TrainingContext } from './callback';

type GlobalHook = 'onTrainBegin' | 'onTrainEnd' | 'onTestBegin' | 'onTestEnd';
type IndexedHook =
  | 'onEpochBegin'
  | 'onEpochEnd'
  | 'onTrainBatchBegin'
  | 'onTrainBatchEnd'
  | 'onTestBatchBegin'
  | 'onTestBatchEnd';

/** Calls the same hook of several callbacks one after another, with one shared logs object. */
export class CallbackList {
  readonly #callbacks: readonly Callback[];
  readonly #context: TrainingContext;

  constructor(callbacks: readonly Callback[], context: TrainingContext) {
    this.#callbacks = callbacks;
    this.#context = context;
  }

  /** Whether anyone listens; saves making logs that nobody reads. */
  has(hook: GlobalHook | IndexedHook): boolean {
    return this.#callbacks.some((callback) => callback[hook] !== undefined);
  }

  /** Calls a hook of the whole run or the whole evaluation; returns the logs with what callbacks added. */
  async run(hook: GlobalHook, logs: Logs = {}): Promise<Logs> {
    const shared = sortedLogs(logs);
    for (const callback of this.#callbacks) await callback[hook]?.(shared, this.#context);
    return shared;
  }

  /** Calls a hook of one epoch or batch; returns the logs with what callbacks added. */
  async runAt(hook: IndexedHook, index: number, logs: Logs = {}): Promise<Logs> {
    const shared = sortedLogs(logs);
    for (const callback of this.#callbacks) await callback[hook]?.(index, shared, this.#context);
    return shared;
  }

  /** Calls `onSettled`. */
  async settled(position: TrainingPosition): Promise<void> {
    for (const callback of this.#callbacks) {
      if (callback.onSettled !== undefined) await callback.onSettled(position, this.#context);
    }
  }
}
