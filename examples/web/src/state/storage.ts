import { del, get, set } from 'idb-keyval';
import type { TrainingJob } from '../protocol';

/** A run as it is kept in IndexedDB, pictures and all, until it has ended. */
export interface StoredRun extends Omit<TrainingJob, 'resume'> {
  readonly epoch: number;
}

/** Keeps a run so that it can go on after the tab was closed; nothing forgets it. */
export async function keepRun(run: StoredRun | undefined): Promise<void> {
  await (run === undefined ? del('run') : set('run', run));
}

/** The run that did not end. */
export function keptRun(): Promise<StoredRun | undefined> {
  return get<StoredRun>('run');
}

/** Keeps the last model for the next visit. */
export async function keepModel(archive: Blob): Promise<void> {
  await set('model', archive);
}

/** The model of the last visit. */
export function keptModel(): Promise<Blob | undefined> {
  return get<Blob>('model');
}
