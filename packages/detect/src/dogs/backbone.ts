import { type FusedModel, fuse, type ImageClassifier, imagenetClassNames } from '@imgclf/models';
import { createPreprocessor, type Preprocessor } from '@imgclf/preprocess';
import { InvalidArgumentError } from '@imgclf/runtime';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, model as modelOf, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { RgbImage } from '../picture/to-rgb';

/** One row for each picture. */
export interface BackboneOutputs {
  /** `count` features each. */
  readonly features: Float32Array;
  /** A thousand probabilities each. */
  readonly scores: Float32Array;
}

/** A classifier of the thousand ImageNet classes, split before its last layer and made fast. */
export class Backbone {
  readonly featureCount: number;
  readonly #features: FusedModel;
  readonly #kernel: tf.Tensor2D;
  readonly #bias: tf.Tensor1D;
  readonly #preprocessor: Preprocessor;

  /** @throws {InvalidArgumentError} when the classifier is of other classes, or does not end in a softmax layer */
  constructor(classifier: ImageClassifier) {
    const { features, weights } = split(classifier);
    const [kernel, bias] = weights;
    this.featureCount = kernel.shape[0];
    this.#preprocessor = createPreprocessor(classifier.preprocessing);
    this.#features = fuse(modelOf({ inputs: classifier.model.inputs, outputs: features }));
    this.#kernel = tf.clone(kernel);
    this.#bias = tf.clone(bias);
  }

  /** Computes features and probabilities of several pictures at once. */
  async run(images: readonly RgbImage[]): Promise<BackboneOutputs> {
    const [features, scores] = tf.tidy(() => {
      const batch = tf.stack(images.map((image) => this.#preprocessor.process(image)));
      const pooled = this.#features.predict(batch) as tf.Tensor2D;
      return [pooled, tf.softmax(tf.add(tf.matMul(pooled, this.#kernel), this.#bias))];
    }) as [tf.Tensor, tf.Tensor];
    try {
      return { features: await features.data<'float32'>(), scores: await scores.data<'float32'>() };
    } finally {
      tf.dispose([features, scores]);
    }
  }

  /** The features of a batch of pictures, values from 0 to 255, which stays the caller's. The caller owns the result. */
  async predict(batch: tf.Tensor): Promise<tf.Tensor> {
    return tf.tidy(() => this.#features.predict(this.#preprocessor.processBatch(batch)));
  }

  /** Frees the weights; the classifier stays as it is. */
  dispose(): void {
    this.#features.dispose();
    tf.dispose([this.#kernel, this.#bias]);
  }
}

/** What goes into a classifier's last layer, and that layer's weights. */
function split({ model, classNames }: ImageClassifier) {
  const last = model.layers.at(-1);
  const [kernel, bias] = last?.getWeights() ?? [];
  const features = inputOf(model);
  const isImagenet =
    classNames.length === imagenetClassNames.length &&
    classNames.every((name, i) => name === imagenetClassNames[i]);
  const isSoftmax = last?.getClassName() === 'Dense' && last.getConfig().activation === 'softmax';
  if (isImagenet && isSoftmax && kernel !== undefined && bias !== undefined && features?.shape.length === 2)
    return { features, weights: [kernel as tf.Tensor2D, bias as tf.Tensor1D] as const };
  throw new InvalidArgumentError({
    argument: 'classifier',
    allowed: 'a classifier of the thousand ImageNet classes that ends in a dense softmax layer',
    received: isImagenet ? model.name : classNames,
  });
}

function inputOf(model: LayersModel): SymbolicTensor | undefined {
  return model.outputs[0]?.inputs[0];
}
