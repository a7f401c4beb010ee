import { Mt19937 } from '@imgclf/runtime';
import * as tf from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { onlyTensor } from './only-tensor';
import { stockLayer } from './stock-layer';

/** Options of {@link dropout}: those of `tf.layers.dropout`. */
export type DropoutArgs = Parameters<typeof layers.dropout>[0];

/**
 * Keras's Dropout: in training, sets a share `rate` of the values to 0 and divides the others by `1 - rate`.
 * TensorFlow.js's layer of that name drops the same values in every step once it has a seed; here the seed starts a
 * sequence of masks, the same sequence in every run.
 */
export class Dropout extends stockLayer('Dropout') {
  /** The name under which TensorFlow.js saves and finds the class. */
  static readonly className = 'Dropout';
  /** The share of values to drop, 0 to 1. */
  declare readonly rate: number;
  declare readonly noiseShape: (number | null)[] | undefined;
  readonly #masks: Mt19937 | undefined;

  constructor(args: DropoutArgs) {
    super(args);
    this.#masks = args.seed == null ? undefined : new Mt19937(args.seed);
  }

  /** Draws the seed of the next mask; undefined without a seed of its own. */
  nextMaskSeed(): number | undefined {
    // TensorFlow.js takes seed 0 for no seed.
    return this.#masks === undefined ? undefined : this.#masks.bounded(0x7ffffffe) + 1;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const x = onlyTensor(inputs);
    if (kwargs.training !== true || this.rate === 0) return x;
    if (this.rate === 1) return tf.zerosLike(x);
    const shape = this.noiseShape?.map((size, axis) => size ?? (x.shape[axis] as number)) ?? x.shape;
    return tf.tidy(() => tf.dropout(x, this.rate, shape, this.nextMaskSeed()));
  }
}

/**
 * Makes a {@link Dropout} layer.
 *
 * @example
 * const drop = dropout({ rate: 0.3, seed: 7 });
 */
export function dropout(args: DropoutArgs): Dropout {
  return new Dropout(args);
}
