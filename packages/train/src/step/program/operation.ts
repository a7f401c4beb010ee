import type { ConvGeometry, FusedActivation, PoolGeometry } from '@imgclf/runtime/wasm';
import type { Layer } from '../graph/layer';

/** A value of a program, by its index. */
export type ValueId = number;

/** Activations with an operation of their own, beside those that fuse. */
export type Activation = Exclude<FusedActivation, 'linear'> | 'sigmoid' | 'tanh' | 'softmax';

/**
 * One step of a program. Images are NHWC; fields named in `operationFields` hold values. The names and meanings follow
 * the kernels of `@imgclf/runtime/wasm`.
 */
export type Operation =
  | MatMul
  | Convolution
  | ConvolutionFilterGradient
  | ConvolutionInputGradient
  | Pool
  | MaxPoolGradient
  | AveragePoolGradient
  | Activate
  | ActivationGradient
  | ColumnSums
  | AddBias
  | BatchNormTraining
  | BatchNormTrainingGradient
  | FoldBatchNorm
  | ScaleAndShift
  | Add
  | Pad
  | PadGradient
  | Dropout
  | DropoutGradient
  | Rescale
  | CallLayer;

/** `output [rows, columns] = activation(op(a) [rows, inner] op(b) [inner, columns] + bias)`. */
export interface MatMul {
  kernel: 'matMul';
  a: ValueId;
  b: ValueId;
  bias?: ValueId;
  output: ValueId;
  rows: number;
  columns: number;
  inner: number;
  transposeA?: boolean;
  transposeB?: boolean;
  activation?: FusedActivation;
}

/** `y = activation(conv(x, filter) + bias)`. */
export interface Convolution {
  kernel: 'conv2d' | 'depthwiseConv2d';
  x: ValueId;
  filter: ValueId;
  bias?: ValueId;
  y: ValueId;
  activation?: FusedActivation;
  geometry: ConvGeometry;
}

/** A convolution's gradient with respect to its filter. */
export interface ConvolutionFilterGradient {
  kernel: 'conv2dBackpropFilter' | 'depthwiseConv2dBackpropFilter';
  x: ValueId;
  dy: ValueId;
  dFilter: ValueId;
  geometry: ConvGeometry;
}

/** A convolution's gradient with respect to its input. */
export interface ConvolutionInputGradient {
  kernel: 'conv2dBackpropInput' | 'depthwiseConv2dBackpropInput';
  dy: ValueId;
  filter: ValueId;
  dx: ValueId;
  geometry: ConvGeometry;
}

/** Maxima or means of windows. Maxima remember their places in `argmax`, for executors that use it. */
export interface Pool {
  kernel: 'maxPool' | 'avgPool';
  x: ValueId;
  y: ValueId;
  argmax?: ValueId;
  geometry: PoolGeometry;
}

/** Executors read either `x` and `y`, or `argmax`. */
export interface MaxPoolGradient {
  kernel: 'maxPoolGrad';
  x: ValueId;
  y: ValueId;
  argmax: ValueId;
  dy: ValueId;
  dx: ValueId;
  geometry: PoolGeometry;
}

/** Spreads each gradient over its window. */
export interface AveragePoolGradient {
  kernel: 'avgPoolGrad';
  dy: ValueId;
  dx: ValueId;
  geometry: PoolGeometry;
}

/** `y = activation(x)`; softmax over the last axis. */
export interface Activate {
  kernel: 'activate';
  x: ValueId;
  y: ValueId;
  activation: Activation;
}

/** An activation's gradient, from its output. */
export interface ActivationGradient {
  kernel: 'activationGrad';
  dy: ValueId;
  y: ValueId;
  dx: ValueId;
  activation: Activation;
}

/** `output [columns]`: sums of `x [rows, columns]` over the rows; the gradient of a bias. */
export interface ColumnSums {
  kernel: 'columnSums';
  x: ValueId;
  output: ValueId;
  rows: number;
  columns: number;
}

/** `y = activation(x + bias)`, the bias along the last axis. */
export interface AddBias {
  kernel: 'addBias';
  x: ValueId;
  bias: ValueId;
  y: ValueId;
  activation?: FusedActivation;
}

/** Batch normalisation by the batch's statistics, which it keeps and moves the variables by. */
export interface BatchNormTraining {
  kernel: 'batchNormTraining';
  x: ValueId;
  y: ValueId;
  rows: number;
  columns: number;
  gamma?: ValueId;
  beta?: ValueId;
  mean: ValueId;
  variance: ValueId;
  movingMean: ValueId;
  movingVariance: ValueId;
  momentum: number;
  epsilon: number;
  activation?: FusedActivation;
}

/** Its gradient, of the linear part. */
export interface BatchNormTrainingGradient {
  kernel: 'batchNormTrainingGrad';
  x: ValueId;
  dy: ValueId;
  rows: number;
  columns: number;
  gamma?: ValueId;
  mean: ValueId;
  variance: ValueId;
  epsilon: number;
  dx: ValueId;
  dGamma?: ValueId;
  dBeta?: ValueId;
}

/** `scale = gamma / sqrt(variance + epsilon)`, `shift = beta - mean * scale`: batch normalisation in inference. */
export interface FoldBatchNorm {
  kernel: 'foldBatchNorm';
  gamma?: ValueId;
  beta?: ValueId;
  mean: ValueId;
  variance: ValueId;
  epsilon: number;
  scale: ValueId;
  shift: ValueId;
}

/** `y [rows, columns] = activation(x scale [columns] + shift [columns])`. */
export interface ScaleAndShift {
  kernel: 'scaleAndShift';
  x: ValueId;
  y: ValueId;
  scale: ValueId;
  shift?: ValueId;
  rows: number;
  columns: number;
  activation?: FusedActivation;
}

/** `output = activation(a + b)`. */
export interface Add {
  kernel: 'add';
  a: ValueId;
  b: ValueId;
  output: ValueId;
  activation?: FusedActivation;
}

/** Zeros around images. */
export interface Pad {
  kernel: 'pad';
  x: ValueId;
  y: ValueId;
  top: number;
  left: number;
}

/** The part of the gradient inside the zeros. */
export interface PadGradient {
  kernel: 'padGrad';
  dy: ValueId;
  dx: ValueId;
  top: number;
  left: number;
}

/** `y = x mask`, with `mask` drawn anew at each run: 0 for a share `rate` of the places, else `1 / (1 - rate)`. */
export interface Dropout {
  kernel: 'dropout';
  x: ValueId;
  mask: ValueId;
  y: ValueId;
  rate: number;
  /** Tells the program's dropouts apart. */
  index: number;
  /** The layer's own seed. */
  seed?: number;
}

/** `dx = dy mask`. */
export interface DropoutGradient {
  kernel: 'dropoutGrad';
  dy: ValueId;
  mask: ValueId;
  dx: ValueId;
}

/** `y = x scale + offset`. */
export interface Rescale {
  kernel: 'rescale';
  x: ValueId;
  y: ValueId;
  scale: number;
  offset: number;
}

/** A layer without operations of its own and without anything to learn in it or before it: TensorFlow.js calls it. */
export interface CallLayer {
  kernel: 'callLayer';
  layer: Layer;
  inputs: readonly ValueId[];
  y: ValueId;
}
