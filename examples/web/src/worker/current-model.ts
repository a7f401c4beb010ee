import type { ImageClassifier } from '@imgclf/models';
import { saveClassifier } from '@imgclf/models/browser';
import { InvalidArgumentError } from '@imgclf/runtime';
import type { ReadyModel } from '../protocol';

let current: ImageClassifier | undefined;

/** The model of the page. @throws {InvalidArgumentError} when there is none yet */
export function currentModel(): ImageClassifier {
  if (current !== undefined) return current;
  throw new InvalidArgumentError({
    argument: 'model',
    allowed: 'a trained or opened one',
    received: undefined,
  });
}

/** Makes a classifier the model of the page, in the place of the one before, which is freed. */
export async function setCurrentModel(classifier: ImageClassifier): Promise<ReadyModel> {
  const archive = await saveClassifier(classifier);
  await current?.dispose();
  current = classifier;
  const { model, classNames } = classifier;
  const convolves = model.layers.some(({ outputShape }) => (outputShape as number[]).length === 4);
  return { classNames, parameters: model.countParams(), canExplain: convolves, archive };
}
