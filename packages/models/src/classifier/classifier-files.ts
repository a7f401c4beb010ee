import { ImgclfError, InvalidFileError } from '@imgclf/runtime';
import { toArtifacts } from '../format/model-artifacts';
import { modelFiles } from '../format/model-files';
import { type ReadModelOptions, readModel } from '../format/read-model';
import type { ReadFile } from '../format/read-weights';
import { classifierMetadata, parseClassifierMetadata } from './classifier-metadata';
import { ImageClassifier, type ImageClassifierOptions } from './image-classifier';

/**
 * Lays a classifier out as files: a TensorFlow.js layers model, which `tf.loadLayersModel` reads too, with the class
 * names and the preprocessing in its `userDefinedMetadata`. The classifier stays as it is.
 *
 * @param nameShards makes the beginning of the weight files' names from the weights
 * @returns file names with their bytes, `model.json` last
 */
export async function classifierFiles(
  classifier: ImageClassifier,
  nameShards: (weights: Uint8Array) => string = () => 'weights',
): Promise<Map<string, Uint8Array>> {
  const artifacts = await toArtifacts(classifier.model, classifierMetadata(classifier));
  return modelFiles(artifacts, nameShards(artifacts.weightData));
}

/** Options of {@link readClassifier}. */
export type ReadClassifierOptions = ReadModelOptions &
  Pick<ImageClassifierOptions, 'platform' | 'createEngine'>;

/**
 * Reads a classifier back from its files.
 *
 * @returns a classifier that the caller owns
 * @throws {InvalidFileError} when a file is missing or damaged, or the parts do not fit each other
 */
export async function readClassifier(
  readFile: ReadFile,
  { platform, createEngine, ...options }: ReadClassifierOptions,
): Promise<ImageClassifier> {
  const { model, metadata } = await readModel(readFile, options);
  try {
    const settings = parseClassifierMetadata(metadata, options.file);
    const environment = { ...(platform && { platform }), ...(createEngine && { createEngine }) };
    return new ImageClassifier({ model, ...settings, ...environment });
  } catch (cause) {
    model.dispose();
    if (!ImgclfError.isInstance(cause) || InvalidFileError.isInstance(cause)) throw cause;
    throw new InvalidFileError({ file: options.file, message: `${options.file}: ${cause.message}`, cause });
  }
}
