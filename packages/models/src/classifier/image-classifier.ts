import { createPreprocessor, type PreprocessingStep, type Preprocessor } from '@imgclf/preprocess';
import {
  type Classification,
  type ColorMode,
  InvalidArgumentError,
  type Platform,
  parseOptions,
  throwIfAborted,
} from '@imgclf/runtime';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import type { InferenceEngine } from '../inference/inference-engine';
import { integerFrom } from '../networks/schemas';
import { type ImageSource, readImage } from './image-source';
import { topClasses } from './top-classes';

/** Options of {@link ImageClassifier}. */
export interface ImageClassifierOptions {
  /** Maps a batch of preprocessed pictures to one score for each class. The classifier owns it from now on. */
  model: LayersModel;
  /** What the model's outputs mean, in their order; two names for a model with a single sigmoid output. */
  classNames: readonly string[];
  /** What is done to the pixels (0 to 255) of a picture before the model sees them. */
  preprocessing: readonly PreprocessingStep[];
  /** Channels that pictures are decoded to before `preprocessing`. @default 'rgb' */
  colorMode?: ColorMode;
  /** Whether files are turned upright by their EXIF orientation; Keras ignores it. @default false */
  applyExifOrientation?: boolean;
  /** Reads and decodes files: `nodePlatform` or `browserPlatform`. Without one, only pixels and tensors are taken. */
  platform?: Platform;
  /**
   * Makes what runs the model, when it is first needed: `createEngine` of `@imgclf/models/node` or `/browser`. What the
   * model learns after that does not reach the classifier's answers. @default the model's own `predict`
   */
  createEngine?: (model: LayersModel) => Promise<InferenceEngine>;
}

/** Options of {@link ImageClassifier.classify} and {@link ImageClassifier.classifyBatch}. */
export interface ClassifyOptions {
  /** How many classes to return at most, best first. @default 5 */
  top?: number;
  signal?: AbortSignal;
}

const classifySchema = v.strictObject({
  top: v.optional(integerFrom(1), 5),
  signal: v.optional(v.instance(AbortSignal)),
});
const colorModes = ['grayscale', 'rgb', 'rgba'] as const;
const settingsSchema = v.object({
  classNames: v.pipe(v.array(v.string(), 'a list of names'), v.minLength(1, 'a list of at least one name')),
  colorMode: v.optional(v.picklist(colorModes, `one of ${colorModes.join(', ')}`), 'rgb'),
  applyExifOrientation: v.optional(v.boolean('true or false'), false),
});

/**
 * A model with everything it takes to classify a picture: preprocessing, colour layout and class names. It is saved
 * and loaded as a whole by `saveClassifier` and `loadClassifier` of `@imgclf/models/node` and `/browser`.
 *
 * @example
 * const classifier = new ImageClassifier({
 *   model,
 *   classNames: ['cat', 'dog'],
 *   preprocessing: [{ op: 'resize', height: 160, width: 160 }],
 *   platform: nodePlatform,
 * });
 * const [best] = await classifier.classify('holiday.jpg', { top: 1 }); // { label: 'dog', score: 0.98 }
 */
export class ImageClassifier {
  readonly model: LayersModel;
  readonly classNames: readonly string[];
  readonly preprocessing: readonly PreprocessingStep[];
  readonly colorMode: ColorMode;
  readonly applyExifOrientation: boolean;
  readonly #preprocessor: Preprocessor;
  readonly #platform: Platform | undefined;
  readonly #createEngine: ImageClassifierOptions['createEngine'];
  #engine: Promise<InferenceEngine> | undefined;

  /** @throws {InvalidArgumentError} when the class names do not fit the model, or an option is wrong */
  constructor(options: ImageClassifierOptions) {
    const { model, preprocessing, platform, createEngine } = options;
    const settings = parseOptions(settingsSchema, options);
    checkClassNames(model, settings.classNames);
    this.#preprocessor = createPreprocessor(preprocessing);
    this.#platform = platform;
    this.#createEngine = createEngine;
    this.model = model;
    this.classNames = settings.classNames;
    this.preprocessing = this.#preprocessor.steps;
    this.colorMode = settings.colorMode;
    this.applyExifOrientation = settings.applyExifOrientation;
  }

  /**
   * Says what a picture shows.
   *
   * @param image pixels, a tensor `[height, width, channels]` (which stays yours), or a file; see {@link ImageSource}
   * @returns the best classes, best first, with the model's outputs as scores
   * @throws {InvalidArgumentError} {ImageUnreadableError} {ImageTooLargeError} {FileNotFoundError} {AbortedError}
   */
  async classify(image: ImageSource, options: ClassifyOptions = {}): Promise<Classification[]> {
    const [result] = await this.classifyBatch([image], options);
    return result as Classification[];
  }

  /**
   * Says what each of several pictures shows; they go through the model together.
   *
   * @returns for each picture what {@link classify} returns
   * @throws as {@link classify}, on the first picture that cannot be used
   */
  async classifyBatch(
    images: readonly ImageSource[],
    options: ClassifyOptions = {},
  ): Promise<Classification[][]> {
    const { top, signal } = parseOptions(classifySchema, options);
    if (images.length === 0) return [];
    const scores = await this.#scores(images, signal);
    const width = scores.length / images.length;
    return images.map((_, i) =>
      topClasses(scores.subarray(i * width, (i + 1) * width), this.classNames, top),
    );
  }

  /**
   * Makes ready what runs the model, as the first picture does otherwise: a server answers its first request sooner.
   *
   * @returns which engine that is, and why the faster ones are not
   * @throws what `createEngine` throws
   */
  async prepare(): Promise<Pick<InferenceEngine, 'name' | 'passedOver'>> {
    const engine = await this.#readyEngine();
    return { name: engine?.name ?? 'layers', passedOver: engine?.passedOver ?? [] };
  }

  /** Frees the model at once, and then what runs it. */
  async dispose(): Promise<void> {
    this.model.dispose();
    await (await this.#engine)?.dispose();
  }

  async #scores(images: readonly ImageSource[], signal: AbortSignal | undefined): Promise<Float32Array> {
    const examples: tf.Tensor[] = [];
    try {
      for (const image of images) examples.push(await this.#example(image, signal));
      return await this.#predict(tf.stack(examples));
    } finally {
      tf.dispose(examples);
    }
  }

  /** @param batch is disposed */
  async #predict(batch: tf.Tensor): Promise<Float32Array> {
    let output: tf.Tensor | undefined;
    try {
      const engine = await this.#readyEngine();
      output = await (engine?.predict(batch) ?? (this.model.predict(batch) as tf.Tensor));
      return await output.data<'float32'>();
    } finally {
      tf.dispose([batch, output ?? []]);
    }
  }

  async #readyEngine(): Promise<InferenceEngine | undefined> {
    this.#engine ??= this.#createEngine?.(this.model);
    try {
      return await this.#engine;
    } catch (error) {
      this.#engine = undefined;
      throw error;
    }
  }

  async #example(image: ImageSource, signal: AbortSignal | undefined): Promise<tf.Tensor> {
    throwIfAborted(signal);
    const { colorMode, applyExifOrientation } = this;
    const options = { colorMode, applyExifOrientation, platform: this.#platform, signal };
    return this.#preprocessor.process(await readImage(image, options));
  }
}

function checkClassNames(model: LayersModel, classNames: readonly string[]): void {
  const outputs = model.outputs[0]?.shape.at(-1);
  const fits = outputs === classNames.length || (outputs === 1 && classNames.length === 2);
  if (fits && model.outputs.length === 1) return;
  throw new InvalidArgumentError({
    argument: 'classNames',
    allowed: `one name for each of the model's ${outputs} outputs`,
    received: classNames,
  });
}
