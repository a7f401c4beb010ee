import { type FusedModel, fuse, type ImageClassifier, imagenetClassNames } from '@imgclf/models';
import { createPreprocessor, type Preprocessor } from '@imgclf/preprocess';
import { InvalidArgumentError } from '@imgclf/runtime';
import * as tf from '@tensorflow/tfjs-core';
import { layers, model as modelOf, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { RgbImage } from '../picture/to-rgb';

/** What the network gives for a picture. */
export interface BackboneOutputs {
  readonly features: Float32Array;
  /** A thousand probabilities. */
  readonly scores: Float32Array;
}

/** A classifier of the thousand ImageNet classes that gives what goes into its last layer too, made fast. */
export class Backbone {
  readonly featureCount: number;
  /** Gives the features and then the scores of each picture. */
  readonly #network: FusedModel;
  readonly #preprocessor: Preprocessor;

  /** @throws {InvalidArgumentError} when the classifier is of other classes, or does not end in a softmax layer */
  constructor(classifier: ImageClassifier) {
    const features = featuresOf(classifier);
    const { inputs, outputs } = classifier.model;
    this.featureCount = features.shape[1] as number;
    this.#preprocessor = createPreprocessor(classifier.preprocessing);
    const both = layers.concatenate().apply([features, ...outputs]) as SymbolicTensor;
    this.#network = fuse(modelOf({ inputs, outputs: both }));
  }

  /** Computes features and probabilities of several pictures at once. */
  async run(images: readonly RgbImage[]): Promise<BackboneOutputs[]> {
    const output = tf.tidy(() =>
      this.#network.predict(tf.stack(images.map((image) => this.#preprocessor.process(image)))),
    );
    try {
      const values = await output.data<'float32'>();
      const count = values.length / images.length;
      return images.map((_, i) => {
        const start = i * count;
        const features = values.slice(start, start + this.featureCount);
        return { features, scores: values.slice(start + this.featureCount, start + count) };
      });
    } finally {
      output.dispose();
    }
  }

  /** The features of a batch of pictures, values from 0 to 255, which stays the caller's. The caller owns the result. */
  async predict(batch: tf.Tensor): Promise<tf.Tensor> {
    return tf.tidy(() => {
      const both = this.#network.predict(this.#preprocessor.processBatch(batch));
      return tf.slice(both, [0, 0], [-1, this.featureCount]);
    });
  }

  /** Frees the weights; the classifier stays as it is. */
  dispose(): void {
    this.#network.dispose();
  }
}

/** What goes into a classifier's last layer. */
function featuresOf({ model, classNames }: ImageClassifier): SymbolicTensor {
  const last = model.layers.at(-1);
  const features = model.outputs[0]?.inputs[0];
  const isImagenet =
    classNames.length === imagenetClassNames.length &&
    classNames.every((name, i) => name === imagenetClassNames[i]);
  const isSoftmax = last?.getClassName() === 'Dense' && last.getConfig().activation === 'softmax';
  if (isImagenet && isSoftmax && features?.shape.length === 2) return features;
  throw new InvalidArgumentError({
    argument: 'classifier',
    allowed: 'a classifier of the thousand ImageNet classes that ends in a dense softmax layer',
    received: isImagenet ? model.name : classNames,
  });
}
