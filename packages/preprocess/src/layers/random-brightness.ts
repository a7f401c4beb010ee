import {
  add,
  clipByValue,
  type serialization,
  type Tensor,
  type Tensor4D,
  tensor4d,
} from '@tensorflow/tfjs-core';
import { type Factor, type Range, rangeOf } from './factor';
import { RandomImageLayer, type RandomLayerArgs } from './image-layer';
import { parseValueRange } from './value-range';

/** Options of {@link RandomBrightness}. */
export interface RandomBrightnessArgs extends RandomLayerArgs {
  /** From -1 to 1, a part of the whole range of values; above 0 is brighter. */
  factor: Factor;
  /** The values that images have; results are kept within. @default [0, 255] */
  valueRange?: Range;
}

/** Adds the same to all values of an image, drawn for each, in training: Keras's layer of this name. */
export class RandomBrightness extends RandomImageLayer {
  /** The name under which the layer is saved and found. */
  static readonly className = 'RandomBrightness';
  readonly #factor: Range;
  readonly #valueRange: Range;

  /** @throws {InvalidArgumentError} when an option is out of range */
  constructor(args: RandomBrightnessArgs) {
    super(args);
    this.#factor = rangeOf('factor', args.factor, { min: -1, max: 1 });
    this.#valueRange = parseValueRange(args.valueRange);
  }

  protected override augment(images: Tensor4D): Tensor {
    const [count] = images.shape;
    const [low, high] = this.#valueRange;
    const deltas = Float32Array.from(
      { length: count },
      () => this.random.uniform(...this.#factor) * (high - low),
    );
    return clipByValue(add(images, tensor4d(deltas, [count, 1, 1, 1])), low, high);
  }

  /** What Keras's layer of this name is made from, in its spelling. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), factor: [...this.#factor], valueRange: [...this.#valueRange] };
  }
}
