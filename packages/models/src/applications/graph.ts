import { initializers, input, layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { type BatchNormalizationArgs, batchNormalization } from '../layers/batch-normalization';
import { conv2d, dense, depthwiseConv2d } from '../layers/keras-defaults';
import { autoNames } from '../networks/auto-names';
import { seedSequence } from '../networks/seed-sequence';

type Padding = 'valid' | 'same';
type Size = number | [number, number];

/** What the convolutions of a {@link Graph} take. */
export interface ConvolutionArgs {
  filters: number;
  kernelSize: Size;
  strides?: number;
  padding?: Padding;
  useBias?: boolean;
  name?: string;
}

/**
 * Builds a graph of layers as Keras's functional API does: layers without a name get Keras's automatic one, and
 * kernels start with Keras's default initialiser, from one seed.
 */
export class Graph {
  readonly #autoName = autoNames();
  readonly #nextSeed: () => number;

  constructor(seed: number | undefined) {
    this.#nextSeed = seedSequence(seed);
  }

  input(shape: readonly (number | null)[]): SymbolicTensor {
    return input({ shape: [...shape], name: this.#autoName('input_layer') });
  }

  conv2d(x: SymbolicTensor, { name = this.#autoName('conv2d'), ...args }: ConvolutionArgs): SymbolicTensor {
    return apply(conv2d({ ...args, name, kernelInitializer: this.#glorotUniform() }), x);
  }

  depthwiseConv2d(
    x: SymbolicTensor,
    args: { name: string; strides: number; padding: Padding },
  ): SymbolicTensor {
    const depthwiseInitializer = this.#glorotUniform();
    return apply(depthwiseConv2d({ ...args, kernelSize: 3, useBias: false, depthwiseInitializer }), x);
  }

  batchNormalization(x: SymbolicTensor, args: BatchNormalizationArgs): SymbolicTensor {
    const name = args.name ?? this.#autoName('batch_normalization');
    return apply(batchNormalization({ ...args, name }), x);
  }

  relu(x: SymbolicTensor, name = this.#autoName('activation')): SymbolicTensor {
    return apply(layers.activation({ activation: 'relu', name }), x);
  }

  /** A rectifier that ends at 6. */
  relu6(x: SymbolicTensor, name: string): SymbolicTensor {
    return apply(layers.reLU({ maxValue: 6, name }), x);
  }

  zeroPadding2d(
    x: SymbolicTensor,
    padding: [[number, number], [number, number]],
    name: string,
  ): SymbolicTensor {
    return apply(layers.zeroPadding2d({ padding, name }), x);
  }

  /** Pooling by 3x3 windows. */
  maxPooling2d(x: SymbolicTensor, name = this.#autoName('max_pooling2d')): SymbolicTensor {
    return apply(layers.maxPooling2d({ poolSize: 3, strides: 2, name }), x);
  }

  /** Averages 3x3 windows without changing the size; what lies outside does not count. */
  averagePooling2d(x: SymbolicTensor): SymbolicTensor {
    const name = this.#autoName('average_pooling2d');
    return apply(layers.averagePooling2d({ poolSize: 3, strides: 1, padding: 'same', name }), x);
  }

  add(inputs: SymbolicTensor[], name: string): SymbolicTensor {
    return apply(layers.add({ name }), inputs);
  }

  concatenate(inputs: SymbolicTensor[], name: string): SymbolicTensor {
    return apply(layers.concatenate({ name }), inputs);
  }

  globalAveragePooling2d(
    x: SymbolicTensor,
    name = this.#autoName('global_average_pooling2d'),
  ): SymbolicTensor {
    return apply(layers.globalAveragePooling2d({ name }), x);
  }

  globalMaxPooling2d(x: SymbolicTensor, name = this.#autoName('global_max_pooling2d')): SymbolicTensor {
    return apply(layers.globalMaxPooling2d({ name }), x);
  }

  dense(x: SymbolicTensor, args: Parameters<typeof dense>[0]): SymbolicTensor {
    return apply(dense({ ...args, kernelInitializer: this.#glorotUniform() }), x);
  }

  /** Any other layer, named by Keras's rule for its kind. */
  layer(make: (name: string) => layers.Layer, kind: string, inputs: SymbolicTensor[]): SymbolicTensor {
    return apply(make(this.#autoName(kind)), inputs);
  }

  #glorotUniform() {
    return initializers.glorotUniform({ seed: this.#nextSeed() });
  }
}

function apply(layer: layers.Layer, inputs: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  return layer.apply(inputs) as SymbolicTensor;
}
