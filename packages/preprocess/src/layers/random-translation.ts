import type { serialization } from '@tensorflow/tfjs-core';
import { type Factor, type Range, rangeOf } from './factor';
import {
  type ProjectiveTransform,
  type RandomTransformArgs,
  RandomTransformLayer,
} from './random-transform-layer';

/** Options of {@link RandomTranslation}. */
export interface RandomTranslationArgs extends RandomTransformArgs {
  /** A part of the height, -1 to 1; above 0 is down. */
  heightFactor: Factor;
  /** A part of the width, -1 to 1; above 0 is to the right. */
  widthFactor: Factor;
}

const bounds = { min: -1, max: 1 };

/**
 * Shifts each image by a distance drawn for it, in training: Keras's layer of this name.
 *
 * @example
 * model.add(new RandomTranslation({ heightFactor: 0.1, widthFactor: [-0.2, 0.2] }));
 */
export class RandomTranslation extends RandomTransformLayer {
  /** The name under which the layer is saved and found. */
  static readonly className = 'RandomTranslation';
  readonly #height: Range;
  readonly #width: Range;

  /** @throws {InvalidArgumentError} when an option is out of range */
  constructor(args: RandomTranslationArgs) {
    super(args);
    this.#height = rangeOf('heightFactor', args.heightFactor, bounds);
    this.#width = rangeOf('widthFactor', args.widthFactor, bounds);
  }

  protected override draw(height: number, width: number): ProjectiveTransform {
    const down = this.random.uniform(...this.#height) * height;
    const right = this.random.uniform(...this.#width) * width;
    return translation(down, right);
  }

  /** What Keras's layer of this name is made from, in its spelling. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), heightFactor: [...this.#height], widthFactor: [...this.#width] };
  }
}

/** A shift in pixels. */
export function translation(down: number, right: number): ProjectiveTransform {
  return [1, 0, -right, 0, 1, -down, 0, 0];
}
