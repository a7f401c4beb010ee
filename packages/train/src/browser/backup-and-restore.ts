import { FileUnreadableError, parseOptions } from '@imgclf/runtime';
import { createStore, del, get, set, type UseStore } from 'idb-keyval';
import * as v from 'valibot';
import { TrainingBackup, type TrainingBackupOptions } from '../callbacks/training-backup';
import type { TrainingPosition, TrainingState } from '../fit/training-state';

/** Options of {@link BackupAndRestore}; there is one checkpoint. */
export interface BackupAndRestoreOptions extends TrainingBackupOptions {
  /** The name of this run; its checkpoint replaces an older one of the same name. */
  name: string;
}

const schema = v.object({ name: v.pipe(v.string(), v.minLength(1, 'a name')) });

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
export class BackupAndRestore extends TrainingBackup {
  /** @throws {InvalidArgumentError} */
  constructor(options: BackupAndRestoreOptions) {
    const { name } = parseOptions(schema, options);
    super(options, {
      load: () => checkpointOf(name),
      save: (state, warn) => write(name, state).catch((error: unknown) => warn(refusal(error))),
      clear: () => deleteCheckpoint(name),
    });
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

function refusal(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `The checkpoint could not be saved: ${reason} Training goes on without it.`;
}
