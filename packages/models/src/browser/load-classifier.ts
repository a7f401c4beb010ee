import { browserPlatform } from '@imgclf/runtime/browser';
import { type ReadClassifierOptions, readClassifier } from '../classifier/classifier-files';
import type { ImageClassifier } from '../classifier/image-classifier';
import { archiveReader } from '../format/archive-reader';
import { maxJsonBytes } from '../format/read-model';
import type { ReadFile } from '../format/read-weights';
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
 * Loads a classifier. Its `classify` takes URLs, encoded bytes and `Blob`s (a `File` is one) besides pixels and tensors.
 *
 * @param source the URL of the folder with its `model.json`, or the archive that `saveClassifier` made
 * @returns a classifier that the caller owns
 * @throws {FileNotFoundError} when there is no `model.json`
 * @throws {InvalidFileError} when a file is damaged or missing, or the parts do not fit each other
 * @throws {FileUnreadableError} {AbortedError}
 * @example
 * const classifier = await loadClassifier('/models/cats-and-dogs/');
 */
export async function loadClassifier(
  source: string | URL | Blob,
  options: LoadClassifierOptions = {},
): Promise<ImageClassifier> {
  const { signal, maxBytes = 2 ** 31, engine = 'layers' } = options;
  const common: Omit<ReadClassifierOptions, 'file'> = {
    platform: browserPlatform,
    maxBytes,
    createEngine: (model) => createEngine(model, engine === 'auto' ? {} : { engine }),
  };
  if (source instanceof Blob) {
    const archive = new Uint8Array(await source.arrayBuffer());
    const readFile = archiveReader(archive, maxBytes + maxJsonBytes, 'the archive');
    return readClassifier(readFile, { ...common, file: 'the archive' });
  }
  const folder = new URL(String(source).replace(/\/?$/, '/'), globalThis.location?.href);
  const abort = signal === undefined ? {} : { signal };
  const readFile: ReadFile = (name, limit) =>
    browserPlatform.readBytes(new URL(name, folder), { maxBytes: limit, ...abort });
  return readClassifier(readFile, { ...common, file: String(source) });
}
