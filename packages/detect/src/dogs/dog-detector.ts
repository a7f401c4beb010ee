import {
  type ImageClassifier,
  type InferenceEngine,
  imagenetClassNames,
  imagenetDogClasses,
  topClasses,
} from '@imgclf/models';
import { type PixelImage, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import { toRgb } from '../picture/to-rgb';
import { Backbone, type BackboneOutputs } from './backbone';
import type { DogRule, DogSighting } from './dog-sighting';

/** Options of {@link DogDetector}. */
export interface DogDetectorOptions {
  /**
   * `'argmax'`: the best of the thousand classes is a breed of dogs. `'probability'`: the breeds' probabilities sum to
   * `minProbability` at least.
   * @default 'argmax'
   */
  rule?: DogRule;
  /** For the rule `'probability'`, 0 to 1. The default means: rather a dog than anything else. @default 0.5 */
  minProbability?: number;
}

const probability = 'a number from 0 to 1';
const schema = v.strictObject({
  rule: v.optional(v.picklist(['argmax', 'probability'], "'argmax' or 'probability'"), 'argmax'),
  minProbability: v.optional(
    v.pipe(v.number(probability), v.minValue(0, probability), v.maxValue(1, probability)),
    0.5,
  ),
});
const { first, last } = imagenetDogClasses;
const shownClasses = 5;

/**
 * Says whether pictures show dogs: any classifier of the thousand ImageNet classes, of which 151 to 268 are breeds.
 *
 * @example
 * const dog = await loadDogDetector({ backbone: 'mobileNetV2' });
 * const { isDog, probability } = await dog.detectDog(image);
 */
export class DogDetector {
  /** What it was made from; it is the detector's own. */
  readonly classifier: ImageClassifier;
  readonly settings: v.InferOutput<typeof schema>;
  readonly #backbone: Backbone;

  /**
   * @param classifier of the thousand ImageNet classes, ending in a dense softmax layer; the detector owns it from now on
   * @throws {InvalidArgumentError} when it is another classifier, or an option is wrong
   */
  constructor(classifier: ImageClassifier, options: DogDetectorOptions = {}) {
    this.settings = parseOptions(schema, options);
    this.#backbone = new Backbone(classifier);
    this.classifier = classifier;
  }

  /** How many features a {@link DogSighting} has: 1280 with MobileNetV2, 2048 with ResNet50. */
  get featureCount(): number {
    return this.#backbone.featureCount;
  }

  /**
   * Gives the features of batches of pictures `[batch, height, width, 3]`, values from 0 to 255, to `extractFeatures` of
   * `@imgclf/models`, so that a breed classifier can be trained on them. Batches stay the caller's.
   */
  get extractor(): Pick<InferenceEngine, 'predict'> {
    return this.#backbone;
  }

  /**
   * Looks for a dog in a picture.
   *
   * @param image pixels of any size and any channels
   * @throws {InvalidArgumentError} when `image` is no picture
   */
  async detectDog(image: PixelImage): Promise<DogSighting> {
    const [sighting] = await this.detectDogs([image]);
    return sighting as DogSighting;
  }

  /** Looks for a dog in each of several pictures, which go through the backbone together. */
  async detectDogs(images: readonly PixelImage[]): Promise<DogSighting[]> {
    if (images.length === 0) return [];
    const outputs = await this.#backbone.run(images.map(toRgb));
    return outputs.map((output) => this.#sighting(output));
  }

  /** Frees everything, the classifier too. */
  async dispose(): Promise<void> {
    this.#backbone.dispose();
    await this.classifier.dispose();
  }

  #sighting({ scores, features }: BackboneOutputs): DogSighting {
    const breedScores = scores.slice(first, last + 1);
    const probability = breedScores.reduce((sum, score) => sum + score, 0);
    const best = scores.indexOf(Math.max(...scores));
    const { rule, minProbability } = this.settings;
    return {
      isDog: rule === 'argmax' ? best >= first && best <= last : probability >= minProbability,
      probability,
      top: topClasses(scores, imagenetClassNames, shownClasses),
      breedScores,
      features,
    };
  }
}
