import {
  add,
  clipByValue,
  mean,
  mul,
  type serialization,
  sub,
  type Tensor,
  type Tensor4D,
  tensor4d,
} from '@tensorflow/tfjs-core';
import { type Factor, type Range, rangeOf } from './factor';
import { RandomImageLayer, type RandomLayerArgs } from './image-layer';
import { parseValueRange } from './value-range';

/** Options of {@link RandomContrast}. */
export interface RandomContrastArgs extends RandomLayerArgs {
  /**
   * From 0 to 1. A pair `[l, u]` multiplies by 1 - l to 1 + u; a single number f, as in Keras, by 1 to 1 + f only: pass
   * `[f, f]` for either way.
   */
  factor: Factor;
  /** The values that images have; results are kept within. @default [0, 255] */
  valueRange?: Range;
}

/** Moves the values of each image away from its channels' means, in training: Keras's layer of this name. */
export class RandomContrast extends RandomImageLayer {
  /** The name under which the layer is saved and found. */
  static readonly className = 'RandomContrast';
  readonly #factor: Range;
  readonly #valueRange: Range;

  /** @throws {InvalidArgumentError} when an option is out of range */
  constructor(args: RandomContrastArgs) {
    super(args);
    this.#factor = rangeOf('factor', args.factor, { min: 0, max: 1 });
    this.#valueRange = parseValueRange(args.valueRange);
  }

  protected override augment(images: Tensor4D): Tensor {
    const [count] = images.shape;
    const [lower, upper] = this.#factor;
    const factors = Float32Array.from({ length: count }, () => this.random.uniform(1 - lower, 1 + upper));
    return adjustContrast(images, factors, this.#valueRange);
  }

  /** What Keras's layer of this name is made from, in its spelling. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), factor: [...this.#factor], valueRange: [...this.#valueRange] };
  }
}

/** Multiplies each image's distance from its channels' means by its own factor. */
export function adjustContrast(images: Tensor4D, factors: Float32Array, [low, high]: Range): Tensor {
  const center = mean(images, [1, 2], true);
  const factor = tensor4d(factors, [factors.length, 1, 1, 1]);
  return clipByValue(add(mul(sub(images, center), factor), center), low, high);
}
