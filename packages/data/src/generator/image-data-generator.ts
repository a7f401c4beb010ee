import { randomSeed } from '@imgclf/preprocess/internal';
import { InvalidArgumentError, Mt19937, parseOptions } from '@imgclf/runtime';
import { type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { type ArrayData, checkArrayData, rowsOf } from '../arrays/array-data';
import { applyTransform } from './apply-transform';
import { type FloatImage, withData } from './float-image';
import { flowSchema } from './flow-options';
import { type FlowOptions, GeneratedDataset } from './generated-dataset';
import {
  generatorSchema,
  type ImageDataGeneratorOptions,
  type ParsedGeneratorOptions,
} from './generator-options';
import { fitStatistics, type GeneratorStatistics } from './generator-statistics';
import { imageOf, splitExamples } from './image-arrays';
import { standardize } from './standardize';
import { drawTransform, type TransformParameters } from './transform-parameters';

/** Images `xs` `[examples, height, width, channels]`, with targets and weights if there are any. */
export interface FlowData {
  readonly xs: ArrayData;
  /** Targets `[examples, ...]`. */
  readonly ys?: ArrayData;
  /** A weight for each example. */
  readonly sampleWeight?: readonly number[];
}

/** Options of {@link ImageDataGenerator.flow}. */
export interface ArrayFlowOptions extends FlowOptions {
  /** The part of the examples to give: the first ones, as many as `validationSplit` says, or the rest. */
  subset?: 'training' | 'validation';
  /** Whether the two parts may differ in their labels. @default false */
  ignoreClassSplit?: boolean;
}

/** Options of {@link ImageDataGenerator.fit}. */
export interface GeneratorFitOptions {
  /** Whether to learn from augmented images. @default false */
  augment?: boolean;
  /** With `augment`: how many times to augment every image. @default 1 */
  rounds?: number;
  /** Starts the generator's own random numbers anew. */
  seed?: number;
}

/**
 * Keras's legacy generator: images that are turned, shifted, sheared, zoomed, flipped, brightened and normalised at
 * random, with Keras's numbers for the same seed. What it does to an image, in this order: the affine transformation,
 * channel shift, flips, brightness, `preprocessingFunction`, `rescale`, normalising.
 *
 * Images are channels-last and float32. `@imgclf/data/node` has a class of this name that also reads folders.
 *
 * @see https://keras.io/api/data_loading/image/
 * @example
 * const generator = new ImageDataGenerator({ rescale: 1 / 255, shearRange: 0.2, zoomRange: 0.2, horizontalFlip: true });
 * for await (const { xs, ys } of generator.flow({ xs: images, ys: labels }, { batchSize: 32, seed: 1 })) {
 *   // ...
 *   dispose({ xs, ys });
 * }
 */
export class ImageDataGenerator {
  /** The options with every default filled in. */
  readonly options: Readonly<ParsedGeneratorOptions>;
  #random = new Mt19937(randomSeed());
  #statistics: GeneratorStatistics = {};
  #hasWarned = false;

  /** @throws {InvalidArgumentError} when an option is out of range */
  constructor(options: ImageDataGeneratorOptions = {}) {
    this.options = parseOptions(generatorSchema, options);
  }

  /** What {@link fit} has learnt. */
  get statistics(): GeneratorStatistics {
    return this.#statistics;
  }

  /**
   * Makes a dataset of augmented batches; one pass is an epoch.
   *
   * @param data see {@link FlowData}; it is read in every pass and must not change
   * @throws {InvalidArgumentError} when an option is out of range, or shapes do not fit
   */
  flow(data: FlowData, options: ArrayFlowOptions = {}): GeneratedDataset {
    const flow = parseOptions(flowSchema, options);
    const { xs, ys, sampleWeight } = data;
    checkImages(xs);
    const count = xs.shape[0] as number;
    if (ys !== undefined) checkArrayData('ys', ys);
    checkCount('ys', ys?.shape[0] ?? count, count);
    checkCount('sampleWeight', sampleWeight?.length ?? count, count);
    const examples = splitExamples(ys, count, { ...flow, validationSplit: this.options.validationSplit });
    const rows = (chosen: readonly number[]) => chosen.map((i) => examples[i] as number);
    const [, height, width, channels] = xs.shape as readonly [number, number, number, FloatImage['channels']];
    return new GeneratedDataset<Tensor>({
      count: examples.length,
      size: { height, width },
      channels,
      load: (i) => imageOf(xs, examples[i] as number),
      draw: (random, size) => drawTransform(random, this.options, size),
      finish: (image, parameters, target) => this.finish(image, parameters, target),
      targets: (chosen) => ys && rowsOf(ys, rows(chosen)),
      weights: (chosen) =>
        sampleWeight &&
        tensor1d(
          rows(chosen).map((row) => sampleWeight[row] as number),
          'float32',
        ),
      saveNumbers: 1e4,
      flow: { ...flow, seed: flow.seed, onImage: flow.onImage },
    });
  }

  /** Draws a random transformation for an image of this size; a `seed` starts the generator's random numbers anew. */
  getRandomTransform(
    size: { height: number; width: number },
    { seed }: { seed?: number } = {},
  ): TransformParameters {
    if (seed !== undefined) this.#random = new Mt19937(seed);
    return drawTransform(this.#random, this.options, size);
  }

  /** Applies a transformation, whether drawn or written by hand; gives a new image. */
  applyTransform(image: FloatImage, parameters: TransformParameters): FloatImage {
    return applyTransform(image, parameters, this.options);
  }

  /** Draws and applies a random transformation. */
  randomTransform(image: FloatImage, options: { seed?: number } = {}): FloatImage {
    return this.applyTransform(image, this.getRandomTransform(image, options));
  }

  /** Applies what is not random: `preprocessingFunction`, `rescale` and the normalisations; gives a new image. */
  standardize(image: FloatImage): FloatImage {
    this.#warnUnlearnt();
    return standardize(withData(image, image.data.slice()), this.options, this.#statistics);
  }

  /** @internal Applies a transformation, then everything that is not random, and writes the values to `target`. */
  finish(image: FloatImage, parameters: TransformParameters, target: Float32Array): void {
    this.#warnUnlearnt();
    const transformed = applyTransform(image, parameters, this.options, target);
    const { data } = standardize(transformed, this.options, this.#statistics);
    if (data !== target) target.set(data);
  }

  /**
   * Learns what `featurewiseCenter`, `featurewiseStdNormalization` and `zcaWhitening` need. Until then, they do
   * nothing but warn once, as in Keras.
   *
   * @param xs images `[examples, height, width, channels]`; they are rescaled first
   * @throws {InvalidArgumentError} when an option is out of range or `xs` has another rank
   */
  async fit(xs: ArrayData, { augment = false, rounds = 1, seed }: GeneratorFitOptions = {}): Promise<void> {
    checkImages(xs);
    if (seed !== undefined) this.#random = new Mt19937(seed);
    const scale = this.options.rescale || 1;
    const count = xs.shape[0] as number;
    const images = Array.from({ length: augment ? rounds * count : count }, (_, i) => {
      const own = imageOf(xs, i % count);
      const image = withData(
        own,
        own.data.map((value) => value * scale),
      );
      return augment ? this.randomTransform(image) : image;
    });
    this.#statistics = await fitStatistics(images, this.options);
  }

  #warnUnlearnt(): void {
    const { mean, std, zcaMatrix } = this.#statistics;
    const { featurewiseCenter, featurewiseStdNormalization, zcaWhitening } = this.options;
    const isLearnt =
      (mean || !featurewiseCenter) && (std || !featurewiseStdNormalization) && (zcaMatrix || !zcaWhitening);
    if (isLearnt || this.#hasWarned) return;
    this.#hasWarned = true;
    console.warn('This ImageDataGenerator leaves out featurewise normalising until fit has been called.');
  }
}

function checkImages(xs: ArrayData): void {
  checkArrayData('xs', xs);
  if (xs.shape.length !== 4 || ![1, 3, 4].includes(xs.shape[3] as number))
    throw new InvalidArgumentError({
      argument: 'xs',
      allowed: 'images [examples, height, width, channels] of 1, 3 or 4 channels',
      received: xs.shape,
    });
}

function checkCount(argument: string, received: number, count: number): void {
  if (received === count) return;
  throw new InvalidArgumentError({ argument, allowed: `${count} examples, as many as xs has`, received });
}
