import { zipSync } from 'fflate';
import { classifierFiles } from '../classifier/classifier-files';
import type { ImageClassifier } from '../classifier/image-classifier';

/**
 * Saves a classifier as a zip archive of the files that `saveClassifier` of `@imgclf/models/node` writes: offer it for
 * download, store it, or unpack it on a server.
 *
 * @returns the archive, of type `application/zip`
 * @throws {InvalidArgumentError} when two weights of the model share a name
 * @example
 * link.href = URL.createObjectURL(await saveClassifier(classifier));
 */
export async function saveClassifier(classifier: ImageClassifier): Promise<Blob> {
  const files = await classifierFiles(classifier);
  const archive = zipSync(Object.fromEntries(files), { level: 0 });
  return new Blob([archive as Uint8Array<ArrayBuffer>], { type: 'application/zip' });
}
