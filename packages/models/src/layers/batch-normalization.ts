import * as tf from '@tensorflow/tfjs-core';
import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { onlyTensor } from './only-tensor';
import { stockLayer } from './stock-layer';

/** Options of {@link batchNormalization}: those of `tf.layers.batchNormalization`, which are Keras's, and one more. */
export type BatchNormalizationArgs = NonNullable<Parameters<typeof layers.batchNormalization>[0]> & {
  /**
   * Normalises by the moving statistics and leaves them alone also in training, as Keras does in a base that was
   * called with `training=False`; `gamma` and `beta` still learn.
   * @default false
   */
  inferenceOnly?: boolean;
};

/**
 * Keras's BatchNormalization. TensorFlow.js's layer of that name forgets `trainable = false` (the moving statistics of
 * a frozen layer go on changing) and fails in training where `scale` or `center` is false.
 *
 * In training it normalises by the mean and the biased variance of the batch and moves the statistics by
 * `moving = moving * momentum + batch * (1 - momentum)`. While it is frozen, by its own `trainable` or by that of a
 * model around it, or while `inferenceOnly` is set, it normalises by the moving statistics and changes nothing.
 */
export class BatchNormalization extends stockLayer('BatchNormalization') {
  /** The name under which TensorFlow.js saves and finds the class. */
  static readonly className = 'BatchNormalization';
  /** The axis of the features; may be negative. */
  declare readonly axis: number;
  /** How much of the old moving statistics a step keeps, 0 to 1. */
  declare readonly momentum: number;
  /** Added to the variance before its root is taken. */
  declare readonly epsilon: number;
  /** Weights with one value for each feature, there once the layer is built; `gamma` only with `scale`. */
  declare readonly gamma: LayerVariable | undefined;
  /** Only with `center`. */
  declare readonly beta: LayerVariable | undefined;
  declare readonly movingMean: LayerVariable;
  declare readonly movingVariance: LayerVariable;
  /** See {@link BatchNormalizationArgs}; may be changed at any time. */
  inferenceOnly: boolean;

  constructor(args: BatchNormalizationArgs = {}) {
    super(args);
    this.inferenceOnly = args.inferenceOnly ?? false;
  }

  /** Whether training must leave the moving statistics alone. */
  get frozen(): boolean {
    const learnt = [this.gamma, this.beta].filter((weight) => weight !== undefined);
    const allFrozen = learnt.length > 0 && learnt.every((weight) => !weight.trainable);
    return !this.trainable || this.inferenceOnly || allFrozen;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => {
      const x = onlyTensor(inputs);
      const order = featuresLast(x.rank, this.axis);
      if (order === undefined) return this.#normalise(x, kwargs.training === true);
      const moved = this.#normalise(tf.transpose(x, order), kwargs.training === true);
      return tf.transpose(moved, inverse(order));
    });
  }

  /** Normalises over all axes but the last. */
  #normalise(x: tf.Tensor, training: boolean): tf.Tensor {
    if (!training || this.frozen) return this.#apply(x, this.movingMean.read(), this.movingVariance.read());
    const axes = Array.from({ length: x.rank - 1 }, (_, axis) => axis);
    const { mean, variance } = tf.moments(x, axes);
    this.#move(this.movingMean, mean);
    this.#move(this.movingVariance, variance);
    return this.#apply(x, mean, variance);
  }

  /** The kernel's gradient needs both a scale and an offset. */
  #apply(x: tf.Tensor, mean: tf.Tensor, variance: tf.Tensor): tf.Tensor {
    const offset = this.beta?.read() ?? tf.zerosLike(mean);
    const scale = this.gamma?.read() ?? tf.onesLike(mean);
    return tf.batchNorm(
      x,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      offset as tf.Tensor1D,
      scale as tf.Tensor1D,
      this.epsilon,
    );
  }

  #move(statistic: LayerVariable, batch: tf.Tensor): void {
    const kept = tf.mul(statistic.read(), this.momentum);
    statistic.write(tf.add(kept, tf.mul(batch, 1 - this.momentum)));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const config = super.getConfig();
    return this.inferenceOnly ? { ...config, inferenceOnly: true } : config;
  }
}

/** The order of axes that puts `axis` last, or undefined where it is last already. */
function featuresLast(rank: number, axis: number): number[] | undefined {
  const features = axis < 0 ? axis + rank : axis;
  if (features === rank - 1) return undefined;
  const others = Array.from({ length: rank }, (_, i) => i).filter((i) => i !== features);
  return [...others, features];
}

function inverse(order: number[]): number[] {
  return order.map((_, i) => order.indexOf(i));
}

/**
 * Makes a {@link BatchNormalization} layer.
 *
 * @example
 * const normalise = batchNormalization({ scale: false, epsilon: 1e-3 });
 */
export function batchNormalization(args: BatchNormalizationArgs = {}): BatchNormalization {
  return new BatchNormalization(args);
}
