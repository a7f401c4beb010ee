import { createPreprocessor, type PreprocessingStep, type Preprocessor } from '@imgclf/preprocess';
import { InvalidArgumentError, parseOptions, throwIfAborted } from '@imgclf/runtime';
import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { integerFrom } from '../networks/schemas';
import type { InferenceEngine } from './inference-engine';

/** Batches of examples and their labels, as the datasets of `@imgclf/data` give them. */
export type FeatureSource = AsyncIterable<{ xs: tf.Tensor; ys?: tf.Tensor }>;

/** Options of {@link extractFeatures}. */
export interface ExtractFeaturesOptions {
  /** What is done to every batch before the base sees it, after `augmentation`. @default nothing */
  preprocessing?: readonly PreprocessingStep[];
  /** Layers that change every batch at random, such as `RandomFlip` of `@imgclf/preprocess/layers`. @default none */
  augmentation?: readonly layers.Layer[];
  /** How often to go through the dataset: with augmentation, every copy of a picture is another one. @default 1 */
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

const layer = v.custom<layers.Layer>((value) => value instanceof layers.Layer, 'a layer');
const schema = v.strictObject({
  preprocessing: v.optional(v.array(v.looseObject({}), 'a list of steps'), []),
  augmentation: v.optional(v.array(layer, 'a list of layers'), []),
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
  const { preprocessing, augmentation, copies, signal } = parseOptions(schema, options);
  const preprocessor = createPreprocessor(preprocessing as unknown as PreprocessingStep[]);
  const xs: tf.Tensor[] = [];
  const ys: tf.Tensor[] = [];
  const run = async (x: tf.Tensor, before: Promise<void>) => {
    try {
      await before;
      throwIfAborted(signal);
      xs.push(await engine.predict(x));
    } finally {
      x.dispose();
    }
  };
  let running: Promise<void> = Promise.resolve();
  try {
    for (let copy = 0; copy < copies; copy++) {
      for await (const batch of dataset) {
        if (batch.ys !== undefined) ys.push(batch.ys);
        const before = running;
        // The next batch is loaded and prepared while the base works on this one.
        running = run(prepare(batch.xs, augmentation, preprocessor), before);
        running.catch(() => undefined); // it is awaited below, or after the next batch
        await before;
      }
    }
    await running;
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
    await running.catch(() => undefined); // what it failed with has been thrown
    tf.dispose([...xs, ...ys]);
  }
}

/** A batch ready for the base; the one that came is disposed. */
function prepare(
  xs: tf.Tensor,
  augmentation: readonly layers.Layer[],
  preprocessor: Preprocessor,
): tf.Tensor {
  try {
    return tf.tidy(() => {
      const augmented = augmentation.reduce(
        (x, layer) => layer.apply(x, { training: true }) as tf.Tensor,
        xs,
      );
      return preprocessor.processBatch(augmented);
    });
  } finally {
    xs.dispose();
  }
}
