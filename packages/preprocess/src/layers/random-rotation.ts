import type { serialization } from '@tensorflow/tfjs-core';
import { type Factor, type Range, rangeOf } from './factor';
import {
  type ProjectiveTransform,
  type RandomTransformArgs,
  RandomTransformLayer,
} from './random-transform-layer';

/** Options of {@link RandomRotation}. */
export interface RandomRotationArgs extends RandomTransformArgs {
  /** Parts of a full turn, -1 to 1, counter-clockwise: 0.2 is up to 72 degrees either way. */
  factor: Factor;
}

/**
 * Turns each image about its centre by an angle drawn for it, in training: Keras's layer of this name.
 *
 * @example
 * model.add(new RandomRotation({ factor: 0.2, seed: 1 }));
 */
export class RandomRotation extends RandomTransformLayer {
  /** The name under which the layer is saved and found. */
  static readonly className = 'RandomRotation';
  readonly #factor: Range;

  /** @throws {InvalidArgumentError} when an option is out of range */
  constructor(args: RandomRotationArgs) {
    super(args);
    this.#factor = rangeOf('factor', args.factor, { min: -1, max: 1 });
  }

  protected override draw(height: number, width: number): ProjectiveTransform {
    const [lower, upper] = this.#factor;
    return rotation(2 * Math.PI * this.random.uniform(lower, upper), height, width);
  }

  /** What Keras's layer of this name is made from, in its spelling. */
  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), factor: [...this.#factor] };
  }
}

/** A turn about the centre, counter-clockwise, in radians. */
export function rotation(angle: number, height: number, width: number): ProjectiveTransform {
  const [x, y] = [(width - 1) / 2, (height - 1) / 2];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [cos, -sin, x - x * cos + y * sin, sin, cos, y - x * sin - y * cos, 0, 0];
}
