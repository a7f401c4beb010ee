import { FileUnreadableError, throwIfAborted } from '@imgclf/runtime';
import { browserPlatform } from '@imgclf/runtime/browser';
import type { ImageDataset } from '../images/image-dataset';
import { imageDatasetFromItems } from '../images/image-dataset-from-items';
import type { ImageListOptions } from '../images/image-list-options';
import { encodedImageLoader } from '../images/image-loader';
import { type ImageFile, imageFilesFromInput } from './image-files';

const nameOf = ({ path }: ImageFile) => path;
const load = encodedImageLoader<ImageFile>(browserPlatform, { read: readFile, nameOf });

/**
 * Makes a dataset of the files that the user chose or dropped.
 *
 * @param files of an `<input>`: its pictures, sorted by path; or what {@link imageFilesFromInput} and
 * {@link imageFilesFromDrop} give
 * @param options see {@link ImageListOptions}; `labels: labelFromFolder` takes the folder's name as the class;
 * `subset: 'both'` gives a pair
 * @throws {InvalidArgumentError} when an option is out of range or the labels do not fit the files
 * @throws {DatasetEmptyError} when the list, or a part of the split, is empty
 * @example
 * const dataset = await imageDatasetFromFiles(input.files ?? [], { labels: labelFromFolder, imageSize: 160 });
 */
export async function imageDatasetFromFiles(
  files: FileList | readonly File[] | readonly ImageFile[],
  options: ImageListOptions & { subset: 'both' },
): Promise<[training: ImageDataset, validation: ImageDataset]>;
export async function imageDatasetFromFiles(
  files: FileList | readonly File[] | readonly ImageFile[],
  options?: ImageListOptions & { subset?: 'training' | 'validation' },
): Promise<ImageDataset>;
export async function imageDatasetFromFiles(
  files: FileList | readonly File[] | readonly ImageFile[],
  options: ImageListOptions = {},
): Promise<ImageDataset | [ImageDataset, ImageDataset]> {
  const given = Array.from(files as ArrayLike<File | ImageFile>);
  const items = given.every((file) => file instanceof File)
    ? imageFilesFromInput(given)
    : (given as ImageFile[]);
  return imageDatasetFromItems({ items, nameOf, load }, options);
}

async function readFile({ file, path }: ImageFile, { signal }: { signal?: AbortSignal | undefined }) {
  throwIfAborted(signal);
  const buffer = await file.arrayBuffer().catch((cause: unknown) => {
    throw new FileUnreadableError({
      file: path,
      message: `${path} cannot be read; it may have changed.`,
      cause,
    });
  });
  return new Uint8Array(buffer);
}
