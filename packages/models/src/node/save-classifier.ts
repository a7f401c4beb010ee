import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { FileUnreadableError } from '@imgclf/runtime';
import { writeFileAtomic } from '@imgclf/runtime/node';
import { classifierFiles } from '../classifier/classifier-files';
import type { ImageClassifier } from '../classifier/image-classifier';

const shardName = /^weights-[0-9a-f]{16}-shard\d+of\d+\.bin$/;

/**
 * Saves a classifier into a folder as a TensorFlow.js layers model (`model.json` and weight files) that holds the class
 * names and the preprocessing as well. The folder is made where it is missing, and a classifier in it is replaced:
 * the weight files are named after their content and `model.json` is put in place last, so that a reader finds the old
 * classifier or the new one, whole, whatever happens on the way.
 *
 * @throws {FileUnreadableError} when the folder cannot be written; a classifier that was there is still whole
 * @throws {InvalidArgumentError} when two weights of the model share a name
 * @example
 * await saveClassifier(classifier, 'models/cats-and-dogs');
 */
export async function saveClassifier(classifier: ImageClassifier, folder: string): Promise<void> {
  const files = await classifierFiles(classifier, (weights) => `weights-${hash(weights)}`);
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, bytes] of files) await writeFileAtomic(path.join(folder, name), bytes);
    await removeOldShards(folder, files);
  } catch (cause) {
    throw new FileUnreadableError({
      file: folder,
      message: `The classifier could not be saved to ${folder}: ${String(cause)}`,
      cause,
    });
  }
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

async function removeOldShards(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const name of await readdir(folder)) {
    if (shardName.test(name) && !files.has(name)) await rm(path.join(folder, name), { force: true });
  }
}
