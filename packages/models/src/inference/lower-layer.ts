import { InvalidArgumentError } from '@imgclf/runtime';
import type { layers } from '@tensorflow/tfjs-layers';
import type { Constant, Operation, Padding } from './program';

/** A layer's configuration, as far as it matters here. */
interface Config {
  activation?: string;
  strides?: number[];
  poolSize?: number[];
  dilationRate?: number[];
  padding?: Padding | number[][];
  epsilon?: number;
  scale?: number;
  offset?: number;
  maxValue?: number;
  negativeSlope?: number;
  threshold?: number;
  axis?: number;
  dataFormat?: string;
}

/** The operations that a layer comes to, one after another; none for a layer that does nothing in inference. */
export function lowerLayer(layer: layers.Layer): Operation[] {
  const lower = lowerings[layer.getClassName()];
  const config = layer.getConfig() as Config;
  if (lower === undefined || config.dataFormat === 'channelsFirst') throw unsupported(layer);
  const operations = lower(layer, config);
  const { activation = 'linear' } = config;
  if (activation === 'linear') return operations;
  if (!isActivation(activation)) throw unsupported(layer);
  return [...operations, { op: 'activation', activation }];
}

const activations = ['relu', 'relu6', 'softmax', 'sigmoid', 'tanh', 'elu'] as const;
const isActivation = (name: string): name is (typeof activations)[number] =>
  activations.some((known) => known === name);

function unsupported(layer: layers.Layer): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: 'model',
    allowed: 'made of layers that can be prepared for inference',
    received: `${layer.name} (${layer.getClassName()})`,
  });
}

const pair = (values: readonly number[] | undefined): [number, number] => [
  values?.[0] ?? 1,
  values?.[1] ?? 1,
];

const lowerings: Record<string, (layer: layers.Layer, config: Config) => Operation[]> = {
  Activation: () => [],
  Dropout: () => [],
  Flatten: () => [{ op: 'flatten' }],
  GlobalAveragePooling2D: () => [{ op: 'globalAveragePool' }],
  GlobalMaxPooling2D: () => [{ op: 'globalMaxPool' }],
  Add: () => [{ op: 'add', scale: 1, activation: 'linear' }],
  CustomScaleLayer: (_, { scale = 1 }) => [{ op: 'add', scale, activation: 'linear' }],
  Concatenate: (layer, { axis = -1 }) => {
    if (axis !== -1 && axis !== 3) throw unsupported(layer);
    return [{ op: 'concatenate' }];
  },
  Softmax: () => [{ op: 'activation', activation: 'softmax' }],
  ReLU: (layer, { maxValue, negativeSlope = 0, threshold = 0 }) => {
    if (negativeSlope !== 0 || threshold !== 0 || (maxValue != null && maxValue !== 6))
      throw unsupported(layer);
    return [{ op: 'activation', activation: maxValue == null ? 'relu' : 'relu6' }];
  },
  Rescaling: (_, { scale = 1, offset = 0 }) => [
    { op: 'affine', scale: scalar(scale), offset: scalar(offset) },
  ],
  ZeroPadding2D: (_, { padding }) => {
    const [vertical, horizontal] = padding as number[][];
    return [{ op: 'pad', padding: [pair(vertical), pair(horizontal), [0, 0]] }];
  },
  MaxPooling2D: (_, config) => [{ op: 'maxPool', ...window(config) }],
  AveragePooling2D: (_, config) => [{ op: 'averagePool', ...window(config) }],
  Conv2D: (layer, config) => [{ op: 'conv2d', ...convolution(layer, config) }],
  DepthwiseConv2D: (layer, config) => [{ op: 'depthwiseConv2d', ...convolution(layer, config) }],
  Dense: (layer) => {
    const [kernel = scalar(0), bias] = constants(layer);
    return [{ op: 'dense', kernel, bias: bias ?? zeros(kernel.shape[1] ?? 1), activation: 'linear' }];
  },
  BatchNormalization: (layer, config) => [batchNormalization(layer, config)],
};

function convolution(layer: layers.Layer, { strides, dilationRate, padding }: Config) {
  const [filter = scalar(0), bias] = constants(layer);
  const [, , inputs = 1, outputs = 1] = filter.shape;
  const channels = layer.getClassName() === 'Conv2D' ? outputs : inputs * outputs;
  return {
    filter,
    bias: bias ?? zeros(channels),
    strides: pair(strides),
    dilations: pair(dilationRate),
    padding: padding as Padding,
    activation: 'linear' as const,
  };
}

function window({ poolSize, strides, padding }: Config) {
  return { size: pair(poolSize), strides: pair(strides), padding: padding as Padding };
}

/** What a batch normalisation does in inference: one factor and one offset for each feature. */
function batchNormalization(layer: layers.Layer, { epsilon = 1e-3, axis = -1 }: Config): Operation {
  const rank = (layer.outputShape as unknown[]).length;
  if (axis !== -1 && axis !== rank - 1) throw unsupported(layer);
  const byName = new Map(
    layer.weights.map((weight, i) => [weight.originalName.split('/').at(-1), constants(layer)[i]]),
  );
  const [mean, variance] = [byName.get('moving_mean')?.data ?? [], byName.get('moving_variance')?.data ?? []];
  const [gamma, beta] = [byName.get('gamma')?.data, byName.get('beta')?.data];
  const scale = Float32Array.from(variance, (v, i) => (gamma?.[i] ?? 1) / Math.sqrt(v + epsilon));
  const offset = Float32Array.from(mean, (m, i) => (beta?.[i] ?? 0) - m * (scale[i] as number));
  return { op: 'affine', scale: vector(scale), offset: vector(offset) };
}

function constants(layer: layers.Layer): Constant[] {
  return layer.weights.map((weight) => ({
    data: weight.read().dataSync<'float32'>(),
    shape: weight.shape as number[],
  }));
}

const vector = (data: Float32Array): Constant => ({ data, shape: [data.length] });
const zeros = (size: number): Constant => vector(new Float32Array(size));
const scalar = (value: number): Constant => vector(Float32Array.of(value));
