import { parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import type { Callback, TrainingContext } from '../../callbacks/callback';
import type { TrainingPosition } from '../../fit/training-state';
import type { Logs } from '../../logs/logs';
import { CheckpointFolder } from '../checkpoint/checkpoint-folder';

/** Options of {@link BackupAndRestore}. */
export interface BackupAndRestoreOptions {
  /** The folder of this run's checkpoints; it is made when needed. */
  backupDir: string;
  /** When to save: after every epoch, or after every so many steps as well. @default 'epoch' */
  saveFreq?: 'epoch' | number;
  /** Whether to remove the checkpoints when training ends. @default true */
  deleteCheckpoint?: boolean;
}

const frequency = "'epoch' or an integer of at least 1";
const schema = v.object({
  backupDir: v.pipe(v.string(), v.minLength(1, 'a path')),
  saveFreq: v.optional(
    v.union([v.literal('epoch'), v.pipe(v.number(), v.integer(), v.minValue(1))], frequency),
    'epoch',
  ),
  deleteCheckpoint: v.optional(v.boolean(), true),
});

/**
 * Lets a run that was interrupted, even by `kill -9`, go on when the same program is started again: from the last epoch
 * that ended, or the last saved step. With a `seed` it ends with the same weights to the last bit as one that was never
 * interrupted (on the WebAssembly and plain JS backends): weights, optimiser, order of the examples, dropout, metrics and
 * the other callbacks all go on where they were. Datasets must draw the order of a pass from its number, as those of
 * `@imgclf/data` do.
 *
 * Checkpoints are written beside training, whole or not at all; the last two are kept; a damaged one is passed over with
 * a warning.
 *
 * @throws {InvalidArgumentError} for a bad option; when the folder belongs to another model, optimiser or list of
 *   callbacks
 * @throws {FileUnreadableError} when a checkpoint cannot be written; the ones before are as they were
 * @example
 * await fit(model, { ...options, seed: 1, callbacks: [new BackupAndRestore({ backupDir: 'run-1/backup' })] });
 */
export class BackupAndRestore implements Callback {
  readonly name = 'BackupAndRestore';
  readonly #options: v.InferOutput<typeof schema>;
  readonly #folder: CheckpointFolder;
  #writing: Promise<void> = Promise.resolve();
  #steps = 0;

  /** @throws {InvalidArgumentError} */
  constructor(options: BackupAndRestoreOptions) {
    this.#options = parseOptions(schema, options);
    this.#folder = new CheckpointFolder(this.#options.backupDir);
  }

  async onTrainBegin(_: Logs, context: TrainingContext): Promise<void> {
    this.#steps = 0;
    const state = await this.#folder.load((error) => context.warn(`${error.message} It is passed over.`));
    if (state !== undefined) context.resumeFrom(state);
  }

  async onSettled({ step }: TrainingPosition, context: TrainingContext): Promise<void> {
    const { saveFreq } = this.#options;
    if (step > 0) this.#steps++;
    if (step > 0 && (saveFreq === 'epoch' || this.#steps % saveFreq !== 0)) return;
    await this.#writing;
    this.#writing = this.#folder.save(await context.saveState());
    // The next save, or the end of training, awaits the write and passes on its error.
    this.#writing.catch(() => undefined);
  }

  async onTrainEnd(): Promise<void> {
    await this.#writing;
    if (this.#options.deleteCheckpoint) await this.#folder.clear();
  }

  async onTrainError(): Promise<void> {
    await Promise.allSettled([this.#writing]);
  }
}
