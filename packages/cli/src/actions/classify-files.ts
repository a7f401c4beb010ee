import type { ImageClassifier } from '@imgclf/models';
import { type Classification, ImgclfError } from '@imgclf/runtime';

/** What a classifier makes of a file: the best classes, or why the file cannot be used. */
export type FileResult =
  | { file: string; top: Classification[] }
  | { file: string; error: { code: string; message: string } };

const batchSize = 32;

/** Classifies files, many at once. One that cannot be read does not stop the others. */
export async function* classifyFiles(
  classifier: ImageClassifier,
  files: readonly string[],
  top: number,
): AsyncGenerator<FileResult> {
  for (let start = 0; start < files.length; start += batchSize) {
    const some = files.slice(start, start + batchSize);
    const results = await classifyTogether(classifier, some, top);
    for (const [i, file] of some.entries()) {
      const best = results?.[i];
      yield best === undefined ? await classifyAlone(classifier, file, top) : { file, top: best };
    }
  }
}

/** Nothing where one of the files cannot be read: they are then to be tried one by one. */
async function classifyTogether(classifier: ImageClassifier, files: readonly string[], top: number) {
  try {
    return await classifier.classifyBatch(files, { top });
  } catch (error) {
    if (ImgclfError.isInstance(error)) return undefined;
    throw error;
  }
}

async function classifyAlone(classifier: ImageClassifier, file: string, top: number): Promise<FileResult> {
  try {
    return { file, top: await classifier.classify(file, { top }) };
  } catch (error) {
    if (!ImgclfError.isInstance(error)) throw error;
    return { file, error: { code: error.code, message: error.message } };
  }
}
