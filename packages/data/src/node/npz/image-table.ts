import path from 'node:path';
import { processImage } from '@imgclf/preprocess';
import { seedSchema } from '@imgclf/preprocess/internal';
import { InvalidFileError, parseOptions } from '@imgclf/runtime';
import { nodePlatform } from '@imgclf/runtime/node';
import * as v from 'valibot';
import type { ArrayData } from '../../arrays/array-data';
import { Dataset } from '../../dataset/dataset';
import { type UnreadableImage, UnreadableImages } from '../../images/unreadable-images';
import { shuffleIndex } from '../../index/shuffle-index';
import { imageExtensions } from '../image-dataset-from-directory';
import { indexDirectory } from '../index-directory';
import { loadNpz, saveNpz } from './npz';

/** Images as the rows of a table, with their classes. */
export interface ImageTable {
  /** Float32 `[images, size * size]`, 0 to 1: grey, resized, flattened row by row. */
  readonly features: ArrayData;
  /** Class ids, `Int32Array` `[images]`. */
  readonly labels: ArrayData;
  /** The classes' names in the order of their ids. */
  readonly classNames: readonly string[];
  /** The rows' files. */
  readonly files: readonly string[];
}

/** Options of {@link processFolder}. */
export interface ProcessFolderOptions {
  /** The side of the square that images are resized to. @default 96 */
  size?: number;
  /** Shuffles the rows, the same way for the same seed. @default rows in the order of the files */
  seed?: number;
  /** Endings of the files that count. @default every format that can be read in Node */
  extensions?: readonly string[];
  /** What to do with an image that cannot be read: fail, or leave it out and report it. @default 'throw' */
  onError?: 'throw' | 'skip';
  /** Images that are read at once. @default 8 */
  parallelism?: number;
  /** Stops with an `AbortedError`. */
  signal?: AbortSignal;
}

const schema = v.object({
  size: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1, 'an integer of at least 1')), 96),
  seed: v.optional(seedSchema),
  extensions: v.optional(v.array(v.string())),
  onError: v.optional(v.picklist(['throw', 'skip']), 'throw'),
  parallelism: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1, 'an integer of at least 1')), 8),
  signal: v.optional(v.instance(AbortSignal, 'an AbortSignal')),
});

/**
 * Puts a folder of images, one subfolder for each class, through `processImage` into a table: each image a row of
 * 9,216 values (96 x 96, grey, 0 to 1).
 *
 * @returns the table, and the images that were left out with `onError: 'skip'`
 * @throws {InvalidArgumentError} @throws {FileNotFoundError} @throws {ImageUnreadableError} @throws {AbortedError}
 * @example
 * const table = await processFolder('train', { seed: 42 });
 * await saveImageTable('train.npz', table);
 */
export async function processFolder(
  directory: string,
  options: ProcessFolderOptions = {},
): Promise<ImageTable & { readonly unreadable: readonly UnreadableImage[] }> {
  const {
    size,
    seed,
    extensions = imageExtensions,
    onError,
    parallelism,
    signal,
  } = parseOptions(schema, options);
  const walk = { labels: 'inferred', classNames: undefined, followLinks: false, extensions, signal } as const;
  const found = await indexDirectory(directory, walk);
  const index = seed === undefined ? found : shuffleIndex(found, seed);
  const unreadable = new UnreadableImages();
  const width = size * size;
  const data = new Float32Array(index.items.length * width);
  const processRow = async (file: string, row: number): Promise<boolean> => {
    try {
      const bytes = await nodePlatform.readBytes(path.resolve(file), signal && { signal });
      data.set(processImage(await nodePlatform.decodeImage(bytes, { file }), { size }), row * width);
      return true;
    } catch (error) {
      if (onError === 'throw') throw error;
      unreadable.add(file, error);
      return false;
    }
  };
  const readable = await new Dataset(() => each(index.items)).map(processRow, { parallelism }).toArray();
  const kept = Array.from(readable.keys()).filter((row) => readable[row]);
  kept.forEach((row, i) => {
    data.copyWithin(i * width, row * width, (row + 1) * width);
  });
  return {
    features: { data: data.subarray(0, kept.length * width), shape: [kept.length, width] },
    labels: { data: Int32Array.from(kept, (row) => index.labels?.[row] as number), shape: [kept.length] },
    classNames: index.classNames ?? [],
    files: kept.map((row) => index.items[row] as string),
    unreadable: unreadable.list,
  };
}

async function* each(files: readonly string[]): AsyncGenerator<string> {
  yield* files;
}

/**
 * Writes a table to a compressed file, whole or not at all. In Python:
 * `table = numpy.load('table.npz'); table['features'], table['labels'], table['class_names'], table['files']`.
 *
 * @throws {InvalidArgumentError} @throws {FileNotFoundError} @throws {FileUnreadableError}
 */
export async function saveImageTable(file: string, table: ImageTable): Promise<void> {
  const { features, labels, classNames, files } = table;
  await saveNpz(file, { features, labels, class_names: classNames, files });
}

/**
 * Reads a table that {@link saveImageTable}, or Python, has written.
 *
 * @throws {FileNotFoundError} @throws {FileUnreadableError}
 * @throws {InvalidFileError} when it is something else, or its parts do not fit each other
 */
export async function loadImageTable(file: string): Promise<ImageTable> {
  const { features, labels, class_names: classNames, files = [] } = await loadNpz(file);
  const isArray = (value: unknown): value is ArrayData =>
    typeof value === 'object' && value !== null && 'shape' in value;
  const isList = (value: unknown): value is readonly string[] => Array.isArray(value);
  if (
    isArray(features) &&
    isArray(labels) &&
    isList(classNames) &&
    isList(files) &&
    features.shape[0] === labels.shape[0]
  )
    return { features, labels, classNames, files };
  throw new InvalidFileError({ file, message: `${file} holds no table of images.` });
}
