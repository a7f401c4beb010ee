import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { integerFrom } from '../networks/schemas';

/** Options of {@link unfreeze}; without any, all layers learn. */
export interface UnfreezeOptions {
  /** Only the last so many layers learn, counted in `model.layers`. */
  last?: number;
  /** Only this layer and those after it learn. */
  from?: string;
}

const schema = v.strictObject({ last: v.optional(integerFrom(0)), from: v.optional(v.string()) });

/**
 * Stops a model, or a base within one, from learning, as `base.trainable = False` does in Keras: every layer inside is
 * frozen, the moving statistics of batch normalisations too. (Setting `trainable` on a TensorFlow.js model alone is
 * lost where it becomes the first layer of a `tf.sequential`.) Compile or start training afterwards.
 */
export function freeze(model: LayersModel): void {
  setTrainable(model, false);
}

/**
 * Lets a model's layers learn again: all of them, or the last ones for fine-tuning.
 *
 * @throws {InvalidArgumentError} when there is no such layer, or both options are given
 * @example
 * unfreeze(base, { from: 'block_13_expand' });
 */
export function unfreeze(model: LayersModel, options: UnfreezeOptions = {}): void {
  const first = firstTrainable(model, options);
  setTrainable(model, false);
  model.trainable = true;
  for (const layer of model.layers.slice(first)) setTrainable(layer, true);
}

function firstTrainable(model: LayersModel, options: UnfreezeOptions): number {
  const { last, from } = parseOptions(schema, options);
  if (last !== undefined && from !== undefined) {
    throw new InvalidArgumentError({
      argument: 'last',
      allowed: 'absent where from is given',
      received: last,
    });
  }
  if (last !== undefined) return Math.max(0, model.layers.length - last);
  if (from === undefined) return 0;
  const index = model.layers.findIndex(({ name }) => name === from);
  if (index >= 0) return index;
  throw new InvalidArgumentError({
    argument: 'from',
    allowed: `the name of a layer of ${model.name}`,
    received: from,
  });
}

function setTrainable(layer: layers.Layer, trainable: boolean): void {
  layer.trainable = trainable;
  for (const inner of (layer as Partial<LayersModel>).layers ?? []) setTrainable(inner, trainable);
}
