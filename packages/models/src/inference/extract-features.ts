import { InvalidArgumentError, parseOptions, throwIfAborted } from '@imgclf/runtime';
import * as tf from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { integerFrom } from '../networks/schemas';
import type { InferenceEngine } from './inference-engine';

/** Batches of examples and their labels, as the datasets of `@imgclf/data` give them. */
export type FeatureSource = AsyncIterable<{ xs: tf.Tensor; ys?: tf.Tensor }>;

/** Options of {@link extractFeatures}. */
export interface ExtractFeaturesOptions {
  /** How often to go through the dataset: one that augments gives other pictures each time. @default 1 */
  copies?: number;
  signal?: AbortSignal;
}

/** What {@link extractFeatures} returns; the caller owns both tensors. */
export interface Features {
  /** `[examples, ...]`, in the order of the dataset, one copy after another. */
  xs: tf.Tensor;
  /** The labels, where the dataset has some. */
  ys?: tf.Tensor;
}

const schema = v.strictObject({
  copies: v.optional(integerFrom(1), 1),
  signal: v.optional(v.instance(AbortSignal)),
});

/**
 * Runs a frozen base once over a dataset, so that a head can be trained on its features in seconds ("bottleneck
 * features"). The batches of the dataset are disposed.
 *
 * @param engine the base, from `createEngine`; or anything with its `predict`
 * @throws {InvalidArgumentError} when the dataset is empty, or an option is wrong
 * @throws {AbortedError}
 * @example
 * const { xs, ys } = await extractFeatures(await createEngine(base), training);
 */
export async function extractFeatures(
  engine: Pick<InferenceEngine, 'predict'>,
  dataset: FeatureSource,
  options: ExtractFeaturesOptions = {},
): Promise<Features> {
  const { copies, signal } = parseOptions(schema, options);
  const xs: tf.Tensor[] = [];
  const ys: tf.Tensor[] = [];
  try {
    for (let copy = 0; copy < copies; copy++) {
      for await (const batch of dataset) {
        if (batch.ys !== undefined) ys.push(batch.ys);
        try {
          throwIfAborted(signal);
          xs.push(await engine.predict(batch.xs));
        } finally {
          batch.xs.dispose();
        }
      }
    }
    if (xs.length === 0) {
      throw new InvalidArgumentError({
        argument: 'dataset',
        allowed: 'at least one batch',
        received: 'none',
      });
    }
    const features = tf.concat(xs);
    return ys.length === 0 ? { xs: features } : { xs: features, ys: tf.concat(ys) };
  } finally {
    tf.dispose([...xs, ...ys]);
  }
}
