import { parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import type { TrainingPosition, TrainingState } from '../fit/training-state';
import type { Logs } from '../logs/logs';
import type { Callback, TrainingContext } from './callback';

/** When checkpoints are made and how long they stay. */
export interface TrainingBackupOptions {
  /** When to save: after every epoch, or after every so many steps as well. @default 'epoch' */
  saveFreq?: 'epoch' | number;
  /** Whether to remove the checkpoints when training ends. @default true */
  deleteCheckpoint?: boolean;
}

/** Where the checkpoints of one run are kept. `warn` says something the user should know. */
export interface CheckpointStore {
  load(warn: (message: string) => void): Promise<TrainingState | undefined>;
  /** The next save, or the end of training, waits for it and passes on its error. */
  save(state: TrainingState, warn: (message: string) => void): Promise<void>;
  clear(): Promise<void>;
}

const frequency = "'epoch' or an integer of at least 1";
const schema = v.object({
  saveFreq: v.optional(
    v.union([v.literal('epoch'), v.pipe(v.number(), v.integer(), v.minValue(1))], frequency),
    'epoch',
  ),
  deleteCheckpoint: v.optional(v.boolean(), true),
});

/** Makes a run go on from its last checkpoint, and makes checkpoints while it trains, one at a time. */
export class TrainingBackup implements Callback {
  readonly name = 'BackupAndRestore';
  readonly #options: v.InferOutput<typeof schema>;
  readonly #store: CheckpointStore;
  #writing: Promise<void> = Promise.resolve();
  #steps = 0;

  /** @throws {InvalidArgumentError} */
  constructor(options: TrainingBackupOptions, store: CheckpointStore) {
    this.#options = parseOptions(schema, options);
    this.#store = store;
  }

  async onTrainBegin(_: Logs, context: TrainingContext): Promise<void> {
    this.#steps = 0;
    const state = await this.#store.load((message) => context.warn(message));
    if (state !== undefined) context.resumeFrom(state);
  }

  async onSettled({ step }: TrainingPosition, context: TrainingContext): Promise<void> {
    const { saveFreq } = this.#options;
    if (step > 0) this.#steps++;
    if (step > 0 && (saveFreq === 'epoch' || this.#steps % saveFreq !== 0)) return;
    await this.#writing;
    this.#writing = this.#store.save(await context.saveState(), (message) => context.warn(message));
    this.#writing.catch(() => undefined); // whoever waits for it next hears of its error
  }

  async onTrainEnd(): Promise<void> {
    await this.#writing;
    if (this.#options.deleteCheckpoint) await this.#store.clear();
  }

  async onTrainError(): Promise<void> {
    await Promise.allSettled([this.#writing]);
  }
}
