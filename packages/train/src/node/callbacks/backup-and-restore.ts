import { parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import { TrainingBackup, type TrainingBackupOptions } from '../../callbacks/training-backup';
import { CheckpointFolder } from '../checkpoint/checkpoint-folder';

/** Options of {@link BackupAndRestore}. */
export interface BackupAndRestoreOptions extends TrainingBackupOptions {
  /** The folder of this run's checkpoints; it is made when needed. */
  backupDir: string;
}

const schema = v.object({ backupDir: v.pipe(v.string(), v.minLength(1, 'a path')) });

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
export class BackupAndRestore extends TrainingBackup {
  /** @throws {InvalidArgumentError} */
  constructor(options: BackupAndRestoreOptions) {
    const folder = new CheckpointFolder(parseOptions(schema, options).backupDir);
    super(options, {
      load: (warn) => folder.load((error) => warn(`${error.message} It is passed over.`)),
      save: (state) => folder.save(state),
      clear: () => folder.clear(),
    });
  }
}
