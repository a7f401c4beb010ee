import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileError } from '@imgclf/runtime/node';
import { Dataset } from '../../dataset/dataset';
import { disposeElement } from '../../dataset/element-tensors';
import { decodeElement, encodeElement } from './element-record';
import { appendRecord, readKey, readRecords, writeHeader } from './record-file';

/** Options of {@link cacheOnDisk}. */
export interface DiskCacheOptions {
  /**
   * Says what is in the cache, such as the options that the dataset was made with. A file with another key is filled
   * anew. @default ''
   */
  key?: string;
}

/**
 * Keeps the elements of a dataset in a file: the first complete pass writes it, every later pass, of this process or
 * another, reads it and leaves the source alone. A pass that ends early leaves no file behind. Put it before
 * `shuffle`, so that every pass has an order of its own.
 *
 * @param dataset elements of tensors, text, numbers and booleans in arrays and plain objects
 * @param file where to keep them; its folder is made if need be
 * @throws {FileUnreadableError} while reading, when the file may not be read or written
 * @throws {InvalidFileError} while reading, when the file is damaged or something else
 * @throws {InvalidArgumentError} while reading, when an element holds something that cannot be kept
 * @example
 * const images = await imageDatasetFromDirectory('photos', { shuffle: false });
 * const cached = cacheOnDisk(images, 'cache/photos.bin', { key: '256x256' }).shuffle({ bufferSize: 8, seed: 1 });
 */
export function cacheOnDisk<T>(
  dataset: Dataset<T>,
  file: string,
  { key = '' }: DiskCacheOptions = {},
): Dataset<T> {
  const target = path.resolve(file);
  return new Dataset(() => read(dataset, target, key), { length: dataset.length });
}

async function* read<T>(dataset: Dataset<T>, file: string, key: string): AsyncGenerator<T> {
  if ((await readKey(file)) !== key) yield* fill(dataset, file, key);
  else
    for await (const { description, values } of readRecords(file)) {
      yield decodeElement(description, values, file) as T;
    }
}

async function* fill<T>(dataset: Dataset<T>, file: string, key: string): AsyncGenerator<T> {
  const unfinished = `${file}.${randomUUID()}.tmp`;
  const handle = await create(unfinished).catch((error: unknown) => {
    throw fileError(file, error);
  });
  let complete = false;
  try {
    await writeHeader(handle, key);
    for await (const element of dataset) {
      try {
        await appendRecord(handle, await encodeElement(element));
      } catch (error) {
        disposeElement(element);
        throw error;
      }
      yield element;
    }
    await handle.sync();
    complete = true;
  } finally {
    await handle.close();
    if (complete) await rename(unfinished, file);
    else await rm(unfinished, { force: true });
  }
}

async function create(file: string): Promise<FileHandle> {
  await mkdir(path.dirname(file), { recursive: true });
  return open(file, 'wx');
}
