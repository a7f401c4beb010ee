import { createPreprocessor, type PreprocessingStep } from '@imgclf/preprocess';
import { type ColorMode, ImgclfError, InvalidFileError } from '@imgclf/runtime';
import * as v from 'valibot';
import { version } from '../version';
import type { ImageClassifier } from './image-classifier';

const formatVersion = 1;

const schema = v.object({
  formatVersion: v.literal(formatVersion),
  classNames: v.array(v.string()),
  preprocessing: v.array(v.record(v.string(), v.unknown())),
  colorMode: v.picklist(['grayscale', 'rgb', 'rgba']),
  applyExifOrientation: v.boolean(),
});

/** What a saved classifier holds besides its model. */
export interface ClassifierMetadata {
  classNames: string[];
  preprocessing: PreprocessingStep[];
  colorMode: ColorMode;
  applyExifOrientation: boolean;
}

/** The JSON that is saved with a classifier's model, in its `userDefinedMetadata`. */
export function classifierMetadata(classifier: ImageClassifier): Record<string, unknown> {
  const { classNames, preprocessing, colorMode, applyExifOrientation } = classifier;
  const saved = { formatVersion, version, classNames, preprocessing, colorMode, applyExifOrientation };
  return { imgclf: saved };
}

/**
 * Reads what {@link classifierMetadata} wrote.
 * @throws {InvalidFileError} when it is missing, of a later format, or wrong
 */
export function parseClassifierMetadata(metadata: Record<string, unknown>, file: string): ClassifierMetadata {
  const result = v.safeParse(schema, metadata.imgclf);
  if (!result.success) {
    const [issue] = result.issues;
    const where = v.getDotPath(issue) ?? 'imgclf';
    throw new InvalidFileError({
      file,
      message: `${file} holds no classifier of this version: userDefinedMetadata: ${where}: ${issue.message}.`,
    });
  }
  const preprocessing = result.output.preprocessing as unknown as PreprocessingStep[];
  try {
    createPreprocessor(preprocessing);
  } catch (cause) {
    if (!ImgclfError.isInstance(cause)) throw cause;
    throw new InvalidFileError({
      file,
      message: `${file}: the preprocessing is wrong: ${cause.message}`,
      cause,
    });
  }
  return { ...result.output, preprocessing };
}
