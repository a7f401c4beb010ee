import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { throwIfAborted } from '@imgclf/runtime';
import { fileError } from '@imgclf/runtime/node';

const pictureName = /\.(avif|bmp|gif|jpe?g|png|tiff?|webp)$/i;

/**
 * The pictures of a folder and its subfolders one after the other, by their names' endings and in the order of names:
 * a stream for a gate's `classifyStream`. Links are not followed.
 *
 * @returns paths that begin with `folder`
 * @throws {FileNotFoundError} {FileUnreadableError} when the folder cannot be read
 * @throws {AbortedError}
 * @example
 * for await (const { source, ...result } of gate.classifyStream(listImages('photos'))) console.log(source, result);
 */
export async function* listImages(
  folder: string,
  { signal }: { signal?: AbortSignal } = {},
): AsyncGenerator<string, void, undefined> {
  throwIfAborted(signal);
  for (const entry of await entriesOf(folder)) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* listImages(file, signal === undefined ? {} : { signal });
    else if (entry.isFile() && pictureName.test(entry.name)) yield file;
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw fileError(folder, error);
  }
}
