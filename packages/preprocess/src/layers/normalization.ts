import { InvalidArgumentError } from '@imgclf/runtime';
import * as tf from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable, layers } from '@tensorflow/tfjs-layers';
import type { LayerArgs, LayerShape } from './image-layer';
import { combineMoments, type Moments, momentsOf } from './moments';

/** Numbers in any nesting, as Keras writes them. */
export type NestedNumbers = number | readonly NestedNumbers[];

/** A batch of a dataset. */
interface Examples {
  readonly xs: tf.Tensor;
  readonly ys?: tf.Tensor;
}

/** Options of {@link Normalization}. */
export interface NormalizationArgs extends LayerArgs {
  /** The axes that keep a mean and variance of their own; `null` or `[]` for one of each. @default -1 */
  axis?: number | readonly number[] | null;
  /** Mean, one for each place along `axis`. Together with `variance`; else {@link Normalization.adapt} finds both. */
  mean?: NestedNumbers | null;
  /** Variance, one for each place along `axis`. */
  variance?: NestedNumbers | null;
  /** Whether to undo the normalising instead. @default false */
  invert?: boolean;
}

const epsilon = 1e-7;

/**
 * Subtracts a mean and divides by a deviation, in training and out of it: Keras's layer of this name. Before
 * {@link adapt}, and without `mean` and `variance`, it changes nothing.
 *
 * @example
 * const normalize = new Normalization({ axis: -1 });
 * await normalize.adapt(dataset); // batches of {xs}, or one tensor
 */
export class Normalization extends layers.Layer {
  /** The name under which the layer is saved and found. */
  static readonly className = 'Normalization';
  readonly #axis: readonly number[];
  readonly #given: { mean: readonly number[]; variance: readonly number[] } | undefined;
  readonly #invert: boolean;
  #weights: { mean: LayerVariable; variance: LayerVariable; count: LayerVariable } | undefined;
  #kept: readonly number[] = [];

  /** @throws {InvalidArgumentError} when only one of `mean` and `variance` is given, or their sizes differ */
  constructor(args: NormalizationArgs = {}) {
    const { dtype: _, ...rest } = args;
    super(rest as LayerArgs);
    const axis = args.axis === undefined ? -1 : (args.axis ?? []);
    this.#axis = typeof axis === 'number' ? [axis] : axis;
    this.#invert = args.invert ?? false;
    this.#given = givenMoments(args);
  }

  override build(inputShape: LayerShape): void {
    const rank = inputShape.length;
    const kept = this.#axis.map((axis) => (axis < 0 ? axis + rank : axis));
    const sizes = kept.sort((a, b) => a - b).map((axis) => inputShape[axis]);
    if (sizes.some((size) => size === undefined || size === null))
      throw new InvalidArgumentError({
        argument: 'axis',
        allowed: `axes of known size of the input [${inputShape.map((size) => size ?? '?')}]`,
        received: this.#axis,
      });
    this.#kept = kept;
    this.built = true;
    if (this.#given !== undefined) return;
    const weight = (name: string, shape: number[], initializer: ReturnType<typeof initializers.zeros>) =>
      this.addWeight(name, shape, 'float32', initializer, undefined, false);
    this.#weights = {
      mean: weight('mean', sizes as number[], initializers.zeros()),
      variance: weight('variance', sizes as number[], initializers.ones()),
      count: weight('count', [], initializers.zeros()),
    };
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = tf.cast(Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs, 'float32');
      const shape = x.shape.map((size, axis) => (this.#kept.includes(axis) ? size : 1));
      const mean = tf.reshape(this.#given ? tf.tensor1d([...this.#given.mean]) : this.#read('mean'), shape);
      const variance = this.#given ? tf.tensor1d([...this.#given.variance]) : this.#read('variance');
      const deviation = tf.reshape(tf.maximum(tf.sqrt(variance), epsilon), shape);
      return this.#invert ? tf.add(mean, tf.mul(x, deviation)) : tf.div(tf.sub(x, mean), deviation);
    });
  }

  #read(name: 'mean' | 'variance'): tf.Tensor {
    return (this.#weights as Record<typeof name, LayerVariable>)[name].read();
  }

  /**
   * Finds mean and population variance of data, in place of what was found before.
   *
   * @param data one tensor, which stays the caller's, or batches `{xs, ys?}`, which are disposed
   * @throws {InvalidArgumentError} when the layer was given its mean and variance, or there is no data
   */
  async adapt(data: tf.Tensor | AsyncIterable<Examples>): Promise<void> {
    if (this.#given !== undefined)
      throw new InvalidArgumentError({
        argument: 'mean',
        allowed: 'left out to adapt the layer',
        received: 'a value',
      });
    let moments: Moments | undefined;
    const addBatch = async (x: tf.Tensor) => {
      if (!this.built) this.build([null, ...x.shape.slice(1)]);
      moments = combineMoments(moments, await momentsOf(x, this.#kept));
    };
    if (data instanceof tf.Tensor) await addBatch(data);
    else
      for await (const { xs, ys } of data) {
        try {
          await addBatch(xs);
        } finally {
          xs.dispose();
          ys?.dispose();
        }
      }
    if (moments === undefined)
      throw new InvalidArgumentError({ argument: 'data', allowed: 'at least one batch', received: 'none' });
    this.#write(moments);
  }

  #write({ mean, variance, count }: Moments): void {
    const weights = this.#weights;
    if (weights === undefined) return;
    tf.tidy(() => {
      weights.mean.write(tf.tensor(Float32Array.from(mean), weights.mean.shape as number[], 'float32'));
      weights.variance.write(
        tf.tensor(Float32Array.from(variance), weights.variance.shape as number[], 'float32'),
      );
      weights.count.write(tf.scalar(count));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { mean, variance } = this.#given ?? { mean: null, variance: null };
    const lists = { mean: mean && [...mean], variance: variance && [...variance] };
    return { ...super.getConfig(), axis: [...this.#axis], ...lists, invert: this.#invert };
  }
}

function givenMoments({ mean, variance }: NormalizationArgs) {
  if (mean == null && variance == null) return undefined;
  const [means, variances] = [flatten(mean ?? []), flatten(variance ?? [])];
  if (means.length > 0 && means.length === variances.length) return { mean: means, variance: variances };
  throw new InvalidArgumentError({
    argument: 'variance',
    allowed: `given together with mean, with as many numbers (${means.length})`,
    received: variance,
  });
}

function flatten(numbers: NestedNumbers): number[] {
  return typeof numbers === 'number' ? [numbers] : numbers.flatMap(flatten);
}
