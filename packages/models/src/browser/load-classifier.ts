import { FileNotFoundError, InvalidFileError } from '@imgclf/runtime';
import { browserPlatform } from '@imgclf/runtime/browser';
import { unzipSync } from 'fflate';
import { readClassifier } from '../classifier/classifier-files';
import type { ImageClassifier } from '../classifier/image-classifier';
import type { ReadFile } from '../format/read-weights';

/** Options of {@link loadClassifier}. */
export interface LoadClassifierOptions {
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
  const { signal, maxBytes = 2 ** 31 } = options;
  const common = { platform: browserPlatform, maxBytes };
  if (source instanceof Blob) {
    const readFile = await archiveReader(source, maxBytes);
    return readClassifier(readFile, { ...common, file: 'the archive' });
  }
  const folder = new URL(String(source).replace(/\/?$/, '/'), globalThis.location?.href);
  const abort = signal === undefined ? {} : { signal };
  const readFile: ReadFile = (name, limit) =>
    browserPlatform.readBytes(new URL(name, folder), { maxBytes: limit, ...abort });
  return readClassifier(readFile, { ...common, file: String(source) });
}

/** Reads files out of a zip archive, which may not unpack to more than `maxBytes` and the JSON. */
async function archiveReader(archive: Blob, maxBytes: number): Promise<ReadFile> {
  let left = maxBytes + 64 * 2 ** 20;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(new Uint8Array(await archive.arrayBuffer()), {
      filter: ({ originalSize }) => {
        left -= originalSize;
        return left >= 0;
      },
    });
  } catch (cause) {
    throw new InvalidFileError({
      file: 'the archive',
      message: `The archive is damaged: ${String(cause)}`,
      cause,
    });
  }
  return async (name) => {
    if (Object.hasOwn(files, name)) return files[name] as Uint8Array;
    throw new FileNotFoundError({ file: name, message: `The archive has no ${name}.` });
  };
}
