import type { ImageDataset } from '@imgclf/data';
import { imageDatasetFromDirectory, imageExtensions } from '@imgclf/data/node';
import { InvalidArgumentError } from '@imgclf/runtime';
import type { Output } from '../command-line/output';
import type { Parts } from './training-job';

/** Where the images are and how they are read. */
export interface ReadPartsOptions {
  /** A folder of their own for the validation images; else a part of the others is held out. */
  validation: string | undefined;
  validationSplit: number;
  imageSize: number;
  batchSize: number;
  seed: number;
  output: Output;
}

/**
 * The training and the validation images of a folder with one subfolder for each class.
 *
 * @throws {InvalidArgumentError} when there are fewer than two classes
 */
export async function readParts(folder: string, options: ReadPartsOptions): Promise<Parts> {
  const { validation, validationSplit, imageSize, batchSize, seed, output } = options;
  const loading = {
    imageSize,
    batchSize,
    seed,
    extensions: imageExtensions,
    applyExifOrientation: true,
    onError: 'skip',
    onMessage: (message: string) => output.note(message),
  } as const;
  if (validation === undefined) {
    const split = { validationSplit, subset: 'both', stratify: true } as const;
    const [training, heldOut] = await imageDatasetFromDirectory(folder, { ...loading, ...split });
    checkClasses(folder, training);
    return { training, validation: heldOut };
  }
  const training = await imageDatasetFromDirectory(folder, loading);
  const classNames = checkClasses(folder, training);
  return {
    training,
    validation: await imageDatasetFromDirectory(validation, { ...loading, classNames, shuffle: false }),
  };
}

/** The names of the classes that have images to learn from. */
function checkClasses(folder: string, { classNames, labels }: ImageDataset): readonly string[] {
  const used = new Set(labels ?? []);
  if (classNames !== null && used.size >= 2) return classNames;
  const names = (classNames ?? []).filter((_, id) => used.has(id));
  throw new InvalidArgumentError({
    argument: 'folder',
    allowed: 'a folder with at least two subfolders of images, one for each class',
    received: folder,
    hint: `Classes with images: ${names.length === 0 ? 'none' : names.join(', ')}.`,
  });
}
