import { type Classification, InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { integerFrom } from '../../networks/schemas';
import imagenetClasses from './imagenet-classes.json';

const classes = imagenetClasses as [wnid: string, label: string][];

/** One of the thousand ImageNet classes and how sure a model is of it. */
export interface ImagenetClassification extends Classification {
  /** The class's WordNet identifier; labels such as `crane` occur twice, identifiers do not. */
  readonly wnid: string;
}

/** The labels of the thousand ImageNet classes, in the order of the models' outputs. */
export const imagenetClassNames: readonly string[] = classes.map(([, label]) => label);

/** The first and the last of the 118 ImageNet classes that are breeds of dogs. */
export const imagenetDogClasses = { first: 151, last: 268 } as const;

const schema = v.strictObject({ top: v.optional(integerFrom(1), 5) });

/**
 * Names what a model with the thousand ImageNet classes predicts: Keras's `decode_predictions`.
 *
 * @param predictions a tensor `[batch, 1000]`, which stays the caller's
 * @param options `top`: how many classes to return for each example, 5 by default
 * @returns for each example the best classes, best first
 * @throws {InvalidArgumentError} when the tensor has another shape
 * @example
 * const [best] = await decodePredictions(model.predict(batch), { top: 3 });
 */
export async function decodePredictions(
  predictions: Tensor,
  options: { top?: number } = {},
): Promise<ImagenetClassification[][]> {
  const { top } = parseOptions(schema, options);
  if (predictions.rank !== 2 || predictions.shape[1] !== classes.length) {
    throw new InvalidArgumentError({
      argument: 'predictions',
      allowed: `a tensor [batch, ${classes.length}]`,
      received: predictions.shape,
    });
  }
  const scores = await predictions.data();
  return Array.from({ length: predictions.shape[0] as number }, (_, row) =>
    classes
      .map(([wnid, label], i) => ({ wnid, label, score: scores[row * classes.length + i] as number }))
      .sort((a, b) => b.score - a.score)
      .slice(0, top),
  );
}
