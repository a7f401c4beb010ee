import type { serialization } from '@tensorflow/tfjs-core';
import { type Factor, type Range, rangeOf } from './factor';
import {
  type ProjectiveTransform,
  type RandomTransformArgs,
  RandomTransformLayer,
} from './random-transform-layer';

/** Options of {@link RandomZoom}. */
export interface RandomZoomArgs extends RandomTransformArgs {
  /** Above -1, up to 1: 0.2 makes the content a fifth smaller, -0.2 larger. */
  heightFactor: Factor;
  /** The same for the width. @default `null`: the width goes as the height, so that shapes are kept */
  widthFactor?: Factor | null;
}

const bounds = { min: -1, max: 1, minExcluded: true };

/**
 * Zooms each image about its centre by factors drawn for it, in training: Keras's layer of this name.
 *
 * @example
 * model.add(new RandomZoom({ heightFactor: 0.2, seed: 1 }));
 */
export class RandomZoom extends RandomTransformLayer {
  /** The name under which the layer is saved and found. */
  static readonly className = 'RandomZoom';
  readonly #height: Range;
  readonly #width: Range | null;

  /** @throws {InvalidArgumentError} when an option is out of range */
  constructor(args: RandomZoomArgs) {
    super(args);
    this.#height = rangeOf('heightFactor', args.heightFactor, bounds);
    this.#width = args.widthFactor == null ? null : rangeOf('widthFactor', args.widthFactor, bounds);
  }

  protected override draw(height: number, width: number): ProjectiveTransform {
    const zoomY = 1 + this.random.uniform(...this.#height);
    const zoomX = this.#width === null ? zoomY : 1 + this.random.uniform(...this.#width);
    return zoom(zoomY, zoomX, { height, width });
  }

  /** What Keras's layer of this name is made from, in its spelling. */
  override getConfig(): serialization.ConfigDict {
    const widthFactor = this.#width && [...this.#width];
    return { ...super.getConfig(), heightFactor: [...this.#height], widthFactor };
  }
}

/** A zoom about the centre; above 1 the content becomes smaller. */
export function zoom(y: number, x: number, size: { height: number; width: number }): ProjectiveTransform {
  return [x, 0, ((size.width - 1) / 2) * (1 - x), 0, y, ((size.height - 1) / 2) * (1 - y), 0, 0];
}
