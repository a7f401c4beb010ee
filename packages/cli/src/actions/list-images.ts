import { stat } from 'node:fs/promises';
import { imageDatasetFromDirectory, imageExtensions } from '@imgclf/data/node';
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
  const { filePaths } = await imageDatasetFromDirectory(name, {
    labels: null,
    shuffle: false,
    extensions: imageExtensions,
    verbose: false,
  });
  return [...filePaths].sort();
}
