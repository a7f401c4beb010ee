import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileError } from './file-error';

/**
 * Writes a file so that nobody ever sees half of it: to a temporary file in the same folder, flushed to the disk, then
 * renamed over the old one. The folder must exist.
 *
 * @param file where to write
 * @param contents bytes, or text written as UTF-8
 * @throws {FileNotFoundError} when the folder does not exist
 * @throws {FileUnreadableError} when the system refuses; the old file is then as it was
 *
 * @example
 * await writeFileAtomic('history.json', JSON.stringify(history));
 */
export async function writeFileAtomic(file: string, contents: Uint8Array | string): Promise<void> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.${randomUUID()}.tmp`);
  try {
    await writeFlushed(temporary, contents);
    await rename(temporary, file);
    await flushFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined); // the first error is the one to report
    throw fileError(file, error);
  }
}

async function writeFlushed(file: string, contents: Uint8Array | string): Promise<void> {
  await using handle = await open(file, 'wx');
  await handle.writeFile(contents);
  await handle.sync();
}

/** Makes the new name itself survive a power cut. Windows has no such call. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using handle = await open(folder, 'r');
  await handle.sync();
}
