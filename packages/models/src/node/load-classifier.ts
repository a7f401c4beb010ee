import path from 'node:path';
import { nodePlatform } from '@imgclf/runtime/node';
import { readClassifier } from '../classifier/classifier-files';
import type { ImageClassifier } from '../classifier/image-classifier';
import { type CreateEngineOptions, createEngine } from './create-engine';

/** Options of {@link loadClassifier}. */
export interface LoadClassifierOptions {
  /**
   * What runs the model: `'auto'` for the fastest engine there is, or its name; see `createEngine`. Answers differ by
   * rounding, and what the model learns after the first of them does not reach those that follow.
   * @default 'layers': the model itself
   */
  engine?: 'auto' | CreateEngineOptions['engine'];
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
  const { signal, engine = 'layers', ...limits } = options;
  const abort = signal === undefined ? {} : { signal };
  const readFile = (name: string, maxBytes: number) =>
    nodePlatform.readBytes(path.join(folder, name), { maxBytes, ...abort });
  return readClassifier(readFile, {
    file: folder,
    platform: nodePlatform,
    createEngine: (model) => createEngine(model, engine === 'auto' ? {} : { engine }),
    ...limits,
  });
}
