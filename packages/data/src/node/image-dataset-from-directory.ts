import { parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import { checkImageOptions, createImageDatasets } from '../images/create-image-datasets';
import type { ImageDataset } from '../images/image-dataset';
import { type ImageLoadingOptions, imageLoadingEntries } from '../images/image-options';
import type { ImageIndex } from '../index/image-index';
import { fileImages } from './image-dataset-from-files';
import { indexDirectory } from './index-directory';

/** Options of {@link imageDatasetFromDirectory}. */
export interface ImageDirectoryOptions extends ImageLoadingOptions {
  /**
   * `'inferred'`: each subfolder is a class. `null`: no labels. A list: one integer for each image, in the order of
   * their paths; the classes are then the distinct numbers.
   * @default 'inferred'
   */
  labels?: 'inferred' | null | readonly number[];
  /**
   * The subfolders to use as classes, in the order of their ids; others are left out.
   * @default every subfolder whose name does not start with a dot, sorted by code point
   */
  classNames?: readonly string[];
  /** Whether to go down into subfolders that are symbolic links. @default false */
  followLinks?: boolean;
  /**
   * Endings of the files that count as images, compared in lower case. The default is Keras's list; the other formats
   * that can be read are in {@link imageExtensions}.
   * @default ['.bmp', '.gif', '.jpeg', '.jpg', '.png']
   */
  extensions?: readonly string[];
}

/** Endings of every format that can be read in Node, for the option `extensions`. */
export const imageExtensions: readonly string[] = [
  '.avif',
  '.bmp',
  '.gif',
  '.jpeg',
  '.jpg',
  '.png',
  '.tif',
  '.tiff',
  '.webp',
];

const extension = "an ending that starts with a dot, such as '.png'";
const schema = v.strictObject({
  ...imageLoadingEntries,
  labels: v.optional(
    v.nullable(
      v.union(
        [v.literal('inferred'), v.array(v.pipe(v.number(), v.integer()))],
        "'inferred', null or a list of integers",
      ),
    ),
    'inferred',
  ),
  classNames: v.optional(
    v.pipe(
      v.array(v.string()),
      v.minLength(1, 'at least one name'),
      v.check((names) => new Set(names).size === names.length, 'names that differ from each other'),
    ),
  ),
  followLinks: v.optional(v.boolean(), false),
  extensions: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.startsWith('.', extension), v.toLowerCase())),
      v.minLength(1, extension),
    ),
    ['.bmp', '.gif', '.jpeg', '.jpg', '.png'],
  ),
});

/**
 * Makes a dataset of the images in a folder, one class for each subfolder, with the options, the order, the shuffle
 * and the split of Keras's `image_dataset_from_directory`. Images are read while the dataset is iterated, several at
 * once and ahead of the consumer.
 *
 * ```
 * photos/
 *   cats/  a.jpg  b.jpg
 *   dogs/  c.jpg  more/d.png
 * ```
 *
 * Unlike Keras it reads 4 channels from JPEG and GIF and 1 from BMP and GIF, and with `followLinks` it does not walk
 * in circles. The order of the shuffle inside a pass is reproducible, but not TensorFlow's.
 *
 * @param directory the folder
 * @param options see {@link ImageDirectoryOptions}
 * @returns the dataset, or `[training, validation]` with `subset: 'both'`. A batch's `xs` is
 * `[batch, height, width, channels]` from 0 to 255, its `ys` as `labelMode` says.
 * @throws {InvalidArgumentError} when an option is out of range or contradicts another
 * @throws {FileNotFoundError} when the folder does not exist
 * @throws {FileUnreadableError} when it may not be read
 * @throws {DatasetEmptyError} when it, or a part of the split, holds no images
 * @throws {AbortedError} when `signal` fires
 * @see https://keras.io/api/data_loading/image/#imagedatasetfromdirectory-function
 * @example
 * const [training, validation] = await imageDatasetFromDirectory('photos', {
 *   imageSize: 160, validationSplit: 0.2, subset: 'both', seed: 1,
 * });
 * for await (const { xs, ys } of training) {
 *   // ...
 *   dispose([xs, ys]);
 * }
 */
export async function imageDatasetFromDirectory(
  directory: string,
  options: ImageDirectoryOptions & { subset: 'both' },
): Promise<[training: ImageDataset, validation: ImageDataset]>;
export async function imageDatasetFromDirectory(
  directory: string,
  options?: ImageDirectoryOptions & { subset?: 'training' | 'validation' },
): Promise<ImageDataset>;
export async function imageDatasetFromDirectory(
  directory: string,
  given: ImageDirectoryOptions = {},
): Promise<ImageDataset | [ImageDataset, ImageDataset]> {
  const options = parseOptions(schema, given);
  checkImageOptions(options);
  const { labelMode, labels, classNames, followLinks, extensions, signal } = options;
  const index = await indexDirectory(directory, {
    labels: labelMode === null ? null : labels,
    classNames,
    followLinks,
    extensions,
    signal,
  });
  const datasets = createImageDatasets({
    index,
    options,
    ...fileImages,
    where: ` in the folder ${directory}. Allowed formats: ${extensions.join(' ')}`,
  });
  if (options.verbose && labels === 'inferred') reportEmptyClasses(index, options.onMessage ?? console.log);
  return datasets;
}

function reportEmptyClasses(
  { labels, classNames }: ImageIndex<string>,
  onMessage: (text: string) => void,
): void {
  const used = new Set(labels);
  for (const [label, name] of classNames?.entries() ?? []) {
    if (!used.has(label)) onMessage(`The class ${name} has no images.`);
  }
}
