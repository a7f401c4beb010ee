import { type FusedModel, fuse, type ImageClassifier, topClasses } from '@imgclf/models';
import { type Classification, InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import * as tf from '@tensorflow/tfjs-core';
import type { DogSighting } from '../dogs/dog-sighting';
import { type BreedClassifier, unknownBreed } from './breed-classifier';
import { type BreedOptions, breedSchema } from './breed-options';

/**
 * Names the breed by a head that was trained on the features of the dog detector's backbone, so that a picture goes
 * through the backbone once for both.
 *
 * @example
 * const { xs, ys } = await extractFeatures(dog.extractor, training);
 * // ... train `head` on them
 * const breed = new BreedHead(new ImageClassifier({ model: head, classNames, preprocessing: [] }), { unknownBelow: 0.4 });
 */
export class BreedHead implements BreedClassifier {
  /** What it was made from; it is the head's own. */
  readonly classifier: ImageClassifier;
  readonly unknownBelow: number;
  readonly #fused: FusedModel;

  /**
   * @param classifier its model maps `[batch, features]` to a probability for each class; the head owns it from now on
   * @throws {InvalidArgumentError} when it takes something else, a class is called `unknown`, or an option is wrong
   */
  constructor(classifier: ImageClassifier, options: BreedOptions = {}) {
    this.unknownBelow = parseOptions(breedSchema, options).unknownBelow;
    const { inputs } = classifier.model;
    if (inputs[0]?.shape.length !== 2 || classifier.classNames.includes(unknownBreed)) {
      throw new InvalidArgumentError({
        argument: 'classifier',
        allowed: `a classifier of features [batch, count] without a class called ${unknownBreed}`,
        received: { inputShape: inputs[0]?.shape, classNames: classifier.classNames },
      });
    }
    this.#fused = fuse(classifier.model);
    this.classifier = classifier;
  }

  get classNames(): readonly string[] {
    return this.classifier.classNames;
  }

  /** How many features it takes. */
  get featureCount(): number {
    return this.classifier.model.inputs[0]?.shape[1] as number;
  }

  /** @throws {InvalidArgumentError} when the sighting is of another backbone */
  async classify({ features }: DogSighting, top: number): Promise<Classification[]> {
    if (features.length !== this.featureCount) {
      throw new InvalidArgumentError({
        argument: 'sighting',
        allowed: `one of a dog detector with ${this.featureCount} features`,
        received: features.length,
      });
    }
    const output = tf.tidy(() => this.#fused.predict(tf.tensor2d(features, [1, features.length])));
    try {
      return topClasses(await output.data(), this.classNames, top);
    } finally {
      output.dispose();
    }
  }

  async dispose(): Promise<void> {
    this.#fused.dispose();
    await this.classifier.dispose();
  }
}
