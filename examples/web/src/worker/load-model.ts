import { loadClassifier } from '@imgclf/models/browser';
import { zipSync } from 'fflate';
import type { ReadyModel } from '../protocol';
import { setCurrentModel } from './current-model';
import { startBackend } from './start-backend';

/** Opens a classifier: the archive that this page saves, or the files of a folder that Node wrote. */
export async function loadModel(files: readonly File[]): Promise<ReadyModel> {
  await startBackend();
  const [first] = files;
  const isArchive = files.length === 1 && first !== undefined && !first.name.endsWith('.json');
  return setCurrentModel(await loadClassifier(isArchive ? first : await archiveOf(files)));
}

async function archiveOf(files: readonly File[]): Promise<Blob> {
  const entries = await Promise.all(
    files.map(async (file) => [file.name, new Uint8Array(await file.arrayBuffer())] as const),
  );
  return new Blob([zipSync(Object.fromEntries(entries), { level: 0 }) as Uint8Array<ArrayBuffer>]);
}
