import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { imageExtensions } from '@imgclf/data/node';
import { DatasetEmptyError } from '@imgclf/runtime';
import { fileError } from '@imgclf/runtime/node';

/**
 * The files that arguments name: files as they are, and the images in folders, sorted by path.
 *
 * @throws {FileNotFoundError} when there is no such file or folder
 * @throws {DatasetEmptyError} when a folder holds no images
 */
export async function listImages(paths: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(paths.map(imagesAt));
  return lists.flat();
}

async function imagesAt(name: string): Promise<string[]> {
  const entry = await stat(name).catch((error: unknown) => {
    throw fileError(name, error);
  });
  if (!entry.isDirectory()) return [name];
  const entries = await readdir(name, { recursive: true, withFileTypes: true });
  const images = entries
    .filter(
      (found) => !found.isDirectory() && imageExtensions.includes(path.extname(found.name).toLowerCase()),
    )
    .map((found) => path.join(found.parentPath, found.name));
  if (images.length > 0) return images.sort();
  throw new DatasetEmptyError({ message: `There are no images in ${name}.` });
}
