import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import type { Sequential } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { checkOutput } from '../networks/check-output';
import { NetworkBuilder } from '../networks/network-builder';
import type { NetworkOptions } from '../networks/network-options';
import { integerFrom, networkEntries, nonEmpty } from '../networks/schemas';

/** Options of {@link classificationHead}. */
export interface ClassificationHeadOptions extends NetworkOptions {
  /** Shape of the features without the batch: `[height, width, channels]`, or `[channels]` where they are pooled. */
  inputShape: readonly number[];
  /** How feature maps are pooled; absent for features that are pooled already. */
  pooling?: 'avg' | 'max';
  /** Units of each dense layer before the output; `[]` for none. */
  denseUnits: readonly number[];
  /** Share of the pooled features that are dropped, 0 to below 1; 0 adds no layer. @default 0 */
  dropout?: number;
}

const schema = v.strictObject({
  ...networkEntries,
  inputShape: nonEmpty(integerFrom(1), 'a list of sizes such as [5, 5, 1280]'),
  pooling: v.optional(v.picklist(['avg', 'max'], "'avg' or 'max'")),
  denseUnits: v.array(integerFrom(1), 'a list of unit counts'),
});

/**
 * What comes after a pretrained base in transfer learning: a global pooling, a dropout, dense layers. Not compiled, with
 * Keras's layer names and default initialisers. Train it on the base's features and put both together with
 * {@link joinModels}. The caller owns the model.
 *
 * @throws {InvalidArgumentError} naming the option that is wrong
 * @example
 * const head = classificationHead({
 *   inputShape: [5, 5, 1280], pooling: 'max', dropout: 0.3, denseUnits: [64], classes: 2, seed: 1,
 * });
 */
export function classificationHead(options: ClassificationHeadOptions): Sequential {
  const parsed = parseOptions(schema, options);
  const { inputShape, pooling, denseUnits, classes, activation, outputActivation } = parsed;
  checkOutput(parsed);
  if (inputShape.length !== (pooling === undefined ? 1 : 3)) {
    throw new InvalidArgumentError({
      argument: 'inputShape',
      allowed:
        pooling === undefined
          ? '[channels] where pooling is absent'
          : '[height, width, channels] with pooling',
      received: inputShape,
    });
  }
  const builder = new NetworkBuilder(inputShape, parsed.seed);
  if (pooling !== undefined) builder.globalPooling2d(pooling);
  builder.dropout(parsed.dropout);
  for (const units of denseUnits) builder.dense({ units, activation });
  builder.dense({ units: classes, activation: outputActivation });
  return builder.build(parsed.name);
}
