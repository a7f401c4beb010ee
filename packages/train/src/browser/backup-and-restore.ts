import { FileUnreadableError, parseOptions } from '@imgclf/runtime';
import { createStore, del, get, set, type UseStore } from 'idb-keyval';
import * as v from 'valibot';
import type { Callback, TrainingContext } from '../callbacks/callback';
import type { TrainingPosition, TrainingState } from '../fit/training-state';
import type { Logs } from '../logs/logs';

/** Options of {@link BackupAndRestore}. */
export interface BackupAndRestoreOptions {
  /** The name of this run; its checkpoint replaces an older one of the same name. */
  name: string;
  /** When to save: after every epoch, or after every so many steps as well. @default 'epoch' */
  saveFreq?: 'epoch' | number;
  /** Whether to remove the checkpoint when training ends. @default true */
  deleteCheckpoint?: boolean;
}

const frequency = "'epoch' or an integer of at least 1";
const schema = v.object({
  name: v.pipe(v.string(), v.minLength(1, 'a name')),
  saveFreq: v.optional(
    v.union([v.literal('epoch'), v.pipe(v.number(), v.integer(), v.minValue(1))], frequency),
    'epoch',
  ),
  deleteCheckpoint: v.optional(v.boolean(), true),
});

/**
 * Lets a run go on that ended because its tab was closed, its worker crashed or it was stopped, as `BackupAndRestore` of
 * `@imgclf/train/node` does: with a `seed` it ends with the same weights to the last bit. The checkpoint is kept in the
 * browser's IndexedDB, for this site alone. In pages and workers.
 *
 * A checkpoint that cannot be written, because the disk is full or the browser forbids it, ends nothing: training goes
 * on after a warning, and the one before it stays.
 *
 * @throws {InvalidArgumentError} for a bad option; when the checkpoint belongs to another model or optimiser
 * @throws {FileUnreadableError} when there is no IndexedDB to read from
 * @example
 * await fit(model, { ...options, seed: 1, callbacks: [new BackupAndRestore({ name: 'cats and dogs' })] });
 */
export class BackupAndRestore implements Callback {
  readonly name = 'BackupAndRestore';
  readonly #options: v.InferOutput<typeof schema>;
  #writing: Promise<void> = Promise.resolve();
  #steps = 0;

  /** @throws {InvalidArgumentError} */
  constructor(options: BackupAndRestoreOptions) {
    this.#options = parseOptions(schema, options);
  }

  async onTrainBegin(_: Logs, context: TrainingContext): Promise<void> {
    this.#steps = 0;
    const state = await checkpointOf(this.#options.name);
    if (state !== undefined) context.resumeFrom(state);
  }

  async onSettled({ step }: TrainingPosition, context: TrainingContext): Promise<void> {
    const { saveFreq, name } = this.#options;
    if (step > 0) this.#steps++;
    if (step > 0 && (saveFreq === 'epoch' || this.#steps % saveFreq !== 0)) return;
    await this.#writing;
    const state = await context.saveState();
    this.#writing = write(name, state).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      context.warn(`The checkpoint could not be saved: ${reason} Training goes on without it.`);
    });
  }

  async onTrainEnd(): Promise<void> {
    await this.#writing;
    if (this.#options.deleteCheckpoint) await deleteCheckpoint(this.#options.name);
  }

  async onTrainError(): Promise<void> {
    await this.#writing;
  }
}

let store: UseStore | undefined;
const checkpoints = () => {
  store ??= createStore('imgclf-checkpoints', 'runs');
  return store;
};

/** How far the run of this name had come; undefined where it has no checkpoint. @throws {FileUnreadableError} */
export async function checkpointPosition(name: string): Promise<TrainingPosition | undefined> {
  return (await checkpointOf(name))?.position;
}

/** Removes the checkpoint of a run, so that it begins anew. */
export async function deleteCheckpoint(name: string): Promise<void> {
  await del(name, checkpoints());
}

async function checkpointOf(name: string): Promise<TrainingState | undefined> {
  try {
    return await get<TrainingState>(name, checkpoints());
  } catch (cause) {
    const message = 'The browser does not let this page read its checkpoints (IndexedDB).';
    throw new FileUnreadableError({ file: name, message, cause });
  }
}

async function write(name: string, state: TrainingState): Promise<void> {
  await set(name, state, checkpoints());
}
