import { randomSeed } from '@imgclf/preprocess/internal';
import { Mt19937, type PixelImage } from '@imgclf/runtime';
import { dispose, type Tensor, tensor4d } from '@tensorflow/tfjs-core';
import { Dataset } from '../dataset/dataset';
import type { FloatImage } from './float-image';
import { toViewable } from './to-viewable';
import type { TransformParameters } from './transform-parameters';

/** A batch of a generator. Whoever receives it disposes its tensors. */
export interface GeneratedBatch<Targets = Tensor> {
  /** Images, float32 `[batch, height, width, channels]`. */
  readonly xs: Tensor;
  /** Targets; absent with `classMode: null`. */
  readonly ys?: Targets;
  /** The weight of each example, float32 `[batch]`; absent where none were given. */
  readonly sampleWeight?: Tensor;
}

/** Receives every image that a generator makes, stretched to 0 to 255, with a file name for it. */
export type ImageSaver = (image: PixelImage, name: string) => void | Promise<void>;

/** Options of every `flow` of a generator. */
export interface FlowOptions {
  /** Images in a batch; the last batch may be smaller. @default 32 */
  batchSize?: number;
  /** Whether every pass has an order of its own. @default true */
  shuffle?: boolean;
  /** An integer; the orders and transformations of `model.fit` in Keras for the same seed. @default a random one */
  seed?: number;
  /** Called with every image made. In Node, `saveToDir` does it for you. */
  onImage?: ImageSaver;
  /** What the names of saved images start with. @default '' */
  savePrefix?: string;
}

/** What a generated dataset is made from. */
export interface GeneratedSource<Targets> {
  readonly count: number;
  readonly size: { readonly height: number; readonly width: number };
  readonly channels: PixelImage['channels'];
  /** Loads an example's image before any transformation. */
  readonly load: (example: number) => FloatImage | Promise<FloatImage>;
  readonly draw: (random: Mt19937, size: { height: number; width: number }) => TransformParameters;
  /** Transforms an image and writes its values to `target`. */
  readonly finish: (image: FloatImage, parameters: TransformParameters, target: Float32Array) => void;
  /** Makes the targets of some examples; `images` is their tensor. */
  readonly targets: (examples: readonly number[], images: Tensor) => Targets | undefined;
  readonly weights: (examples: readonly number[]) => Tensor | undefined;
  /** Numbers for saved images' names are drawn below this. */
  readonly saveNumbers: number;
  readonly flow: {
    readonly batchSize: number;
    readonly shuffle: boolean;
    readonly seed: number | undefined;
    readonly savePrefix: string;
    readonly onImage: ImageSaver | undefined;
  };
}

/**
 * Keras's iterator as `fit` drives it. One pass over the dataset is one epoch. Before each batch the random numbers
 * start at the seed plus the number of batches so far, over all passes; a new order is drawn at the end of each epoch.
 */
class Epochs<Targets> {
  readonly #source: GeneratedSource<Targets>;
  #random: Mt19937;
  #order: Uint32Array | undefined;
  #batches = 0;

  constructor(source: GeneratedSource<Targets>) {
    this.#source = source;
    this.#random = new Mt19937(source.flow.seed ?? randomSeed());
  }

  async *epoch(): AsyncGenerator<GeneratedBatch<Targets>> {
    const { count, flow } = this.#source;
    for (let start = 0; start < count; start += flow.batchSize) {
      if (flow.seed !== undefined) this.#random = new Mt19937((flow.seed + this.#batches) >>> 0);
      this.#batches++;
      this.#order ??= this.#drawOrder();
      yield await this.#batch(Array.from(this.#order.subarray(start, start + flow.batchSize)));
    }
    this.#order = this.#drawOrder();
  }

  #drawOrder(): Uint32Array {
    const { count, flow } = this.#source;
    return flow.shuffle ? this.#random.permutation(count) : Uint32Array.from({ length: count }, (_, i) => i);
  }

  async #batch(examples: readonly number[]): Promise<GeneratedBatch<Targets>> {
    const { size, channels, load, draw, finish, flow, saveNumbers, targets, weights } = this.#source;
    // Drawn before anything is loaded, so that loading in parallel does not change what each image gets.
    const drawn = examples.map(() => draw(this.#random, size));
    const numbers = flow.onImage ? examples.map(() => this.#random.bounded(saveNumbers - 1)) : [];
    const length = size.height * size.width * channels;
    const values = new Float32Array(examples.length * length);
    const valuesOf = (i: number) => values.subarray(i * length, (i + 1) * length);
    await Promise.all(
      examples.map(async (example, i) =>
        finish(await load(example), drawn[i] as TransformParameters, valuesOf(i)),
      ),
    );
    for (const [i, number] of numbers.entries()) {
      const name = `${flow.savePrefix}_${examples[i]}_${number}`;
      await flow.onImage?.(toViewable({ ...size, channels, data: valuesOf(i) }), name);
    }
    const xs = tensor4d(values, [examples.length, size.height, size.width, channels]);
    try {
      const [ys, sampleWeight] = [targets(examples, xs), weights(examples)];
      return { xs, ...(ys !== undefined && { ys }), ...(sampleWeight && { sampleWeight }) };
    } catch (error) {
      dispose(xs);
      throw error;
    }
  }
}

/** What a generator knows of its images besides their pixels. */
export interface GeneratedFacts {
  /** The classes' names in the order of their ids; `null` where there are none. */
  readonly classNames: readonly string[] | null;
  /** The images' files in the order of the list, before shuffling; `null` for arrays. */
  readonly filePaths: readonly string[] | null;
  /** The class id, or the ids, of each file; `null` where there are none. */
  readonly labels: readonly (number | readonly number[])[] | null;
}

/** Batches of a generator: each pass is an epoch of Keras's iterator. The consumer owns every batch. */
export class GeneratedDataset<Targets = Tensor>
  extends Dataset<GeneratedBatch<Targets>>
  implements GeneratedFacts
{
  readonly classNames: readonly string[] | null;
  readonly filePaths: readonly string[] | null;
  readonly labels: readonly (number | readonly number[])[] | null;

  /** @internal */
  constructor(source: GeneratedSource<Targets>, facts?: GeneratedFacts) {
    const epochs = new Epochs(source);
    super(() => epochs.epoch(), { length: Math.ceil(source.count / source.flow.batchSize) });
    this.classNames = facts?.classNames ?? null;
    this.filePaths = facts?.filePaths ?? null;
    this.labels = facts?.labels ?? null;
  }
}
