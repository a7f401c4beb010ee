import path from 'node:path';
import { nodePlatform } from '@imgclf/runtime/node';
import type { ImageDataset } from '../images/image-dataset';
import { imageDatasetFromItems } from '../images/image-dataset-from-items';
import type { ImageListOptions } from '../images/image-list-options';
import { encodedImageLoader } from '../images/image-loader';
import { fileThreads } from './threads/image-threads';

/** Reads and decodes image files by their paths. */
export const fileImages = {
  nameOf: (file: string) => file,
  load: encodedImageLoader<string>(nodePlatform, {
    // Only an absolute path cannot be mistaken for a URL.
    read: (file, { signal }) => nodePlatform.readBytes(path.resolve(file), signal && { signal }),
    nameOf: (file) => file,
  }),
  loadMany: fileThreads,
};

/**
 * Makes a dataset of image files wherever they are.
 *
 * @param files paths, in any order; not sorted
 * @param options see {@link ImageListOptions}; `subset: 'both'` gives a pair
 * @throws {InvalidArgumentError} when an option is out of range or the labels do not fit the files
 * @throws {DatasetEmptyError} when the list, or a part of the split, is empty
 * @example
 * const dataset = await imageDatasetFromFiles(['train/cat.1.jpg', 'train/dog.7.jpg'], { labels: labelFromFileName });
 */
export async function imageDatasetFromFiles(
  files: readonly string[],
  options: ImageListOptions & { subset: 'both' },
): Promise<[training: ImageDataset, validation: ImageDataset]>;
export async function imageDatasetFromFiles(
  files: readonly string[],
  options?: ImageListOptions & { subset?: 'training' | 'validation' },
): Promise<ImageDataset>;
export async function imageDatasetFromFiles(
  files: readonly string[],
  options: ImageListOptions = {},
): Promise<ImageDataset | [ImageDataset, ImageDataset]> {
  return imageDatasetFromItems({ items: files, ...fileImages }, options);
}
