import { ImgclfError, InvalidFileError, type Platform } from '@imgclf/runtime';
import { toArtifacts } from '../format/model-artifacts';
import { modelFiles } from '../format/model-files';
import { type ReadModelOptions, readModel } from '../format/read-model';
import type { ReadFile } from '../format/read-weights';
import { classifierMetadata, parseClassifierMetadata } from './classifier-metadata';
import { ImageClassifier } from './image-classifier';

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

/**
 * Reads a classifier back from its files.
 *
 * @returns a classifier that the caller owns
 * @throws {InvalidFileError} when a file is missing or damaged, or the parts do not fit each other
 */
export async function readClassifier(
  readFile: ReadFile,
  { platform, ...options }: ReadModelOptions & { platform?: Platform },
): Promise<ImageClassifier> {
  const { model, metadata } = await readModel(readFile, options);
  try {
    const settings = parseClassifierMetadata(metadata, options.file);
    return new ImageClassifier({ model, ...settings, ...(platform === undefined ? {} : { platform }) });
  } catch (cause) {
    model.dispose();
    if (!ImgclfError.isInstance(cause) || InvalidFileError.isInstance(cause)) throw cause;
    throw new InvalidFileError({ file: options.file, message: `${options.file}: ${cause.message}`, cause });
  }
}
