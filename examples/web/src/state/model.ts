import type { Classification } from '@imgclf/runtime';
import { signal } from '@preact/signals';
import type { Explanation, ExportFormat, ReadyModel } from '../protocol';
import { ask, handedOver, workerNumber } from './engine';
import { notifyError } from './notices';
import { keepModel } from './storage';

/** The model that answers; its archive is kept here, so that a dead worker takes nothing away. */
export const model = signal<ReadyModel | undefined>(undefined);

/** The worker that has the model. */
let holder = 0;

/** Makes a model the page's, and keeps it for the next visit. */
export function setModel(next: ReadyModel): void {
  model.value = next;
  holder = workerNumber();
  keepModel(next.archive).catch(notifyError);
}

/** Opens a saved classifier: an archive, or the files of a folder. */
export async function openModel(files: readonly File[]): Promise<void> {
  setModel(await ask((api) => api.load(files)));
}

/** What a picture or a frame shows. */
export async function classify(picture: Blob | ImageBitmap): Promise<Classification[]> {
  return withModel(() => ask((api) => api.classify(handedOver(picture))));
}

/** Where in a picture the model saw a class. */
export async function explain(picture: Blob, label: string): Promise<Explanation> {
  const classIndex = Math.max(0, model.value?.classNames.indexOf(label) ?? 0);
  return withModel(() => ask((api) => api.explain(picture, classIndex)));
}

/** The model as a file for other programs. */
export async function exportModel(format: ExportFormat): Promise<Blob> {
  if (format === 'tfjs' && model.value !== undefined) return model.value.archive;
  return withModel(() => ask((api) => api.exportModel(format)));
}

/** Gives the model to a worker that was started in the place of one that died, before the question is put. */
async function withModel<Result>(question: () => Promise<Result>): Promise<Result> {
  const archive = model.value?.archive;
  if (archive !== undefined && holder !== workerNumber()) {
    await ask((api) => api.load([new File([archive], 'model.zip')]));
    holder = workerNumber();
  }
  return question();
}
