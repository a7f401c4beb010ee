import path from 'node:path';
import { nodePlatform } from '@imgclf/runtime/node';
import { readClassifier } from '../classifier/classifier-files';
import type { ImageClassifier } from '../classifier/image-classifier';

/** Options of {@link loadClassifier}. */
export interface LoadClassifierOptions {
  /** Classifiers with more weights than this are refused, in bytes. @default 2 GiB */
  maxBytes?: number;
  signal?: AbortSignal;
}

/**
 * Loads a classifier that `saveClassifier` saved. Its `classify` takes paths, URLs and encoded bytes besides pixels and
 * tensors.
 *
 * @param folder where its `model.json` is
 * @returns a classifier that the caller owns
 * @throws {FileNotFoundError} when there is no `model.json` in `folder`
 * @throws {InvalidFileError} when a file is damaged or missing, or the parts do not fit each other
 * @throws {AbortedError}
 * @example
 * const classifier = await loadClassifier('models/cats-and-dogs');
 * console.log(await classifier.classify('holiday.jpg'));
 */
export function loadClassifier(
  folder: string,
  options: LoadClassifierOptions = {},
): Promise<ImageClassifier> {
  const { signal, ...limits } = options;
  const abort = signal === undefined ? {} : { signal };
  const readFile = (name: string, maxBytes: number) =>
    nodePlatform.readBytes(path.join(folder, name), { maxBytes, ...abort });
  return readClassifier(readFile, { file: folder, platform: nodePlatform, ...limits });
}
