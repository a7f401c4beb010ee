import type { ConvGeometry, PoolGeometry } from './geometry';
import type { Pointer } from './wasm-kernels';

/** One kernel with the addresses and sizes it works on. Outputs may not overlap inputs unless a kernel says so. */
export type KernelCall =
  | MatMulCall
  | Conv2dCall
  | Conv2dBackpropFilterCall
  | Conv2dBackpropInputCall
  | MaxPoolCall
  | MaxPoolGradCall
  | AvgPoolCall
  | AvgPoolGradCall
  | ReluGradCall
  | ColumnSumsCall
  | SoftmaxCall
  | SoftmaxCrossEntropyCall
  | BatchNormTrainingCall
  | BatchNormTrainingGradCall
  | ScaleAndShiftCall
  | CopyRowsCall
  | MultiplyCall
  | AddCall
  | AddScaledCall
  | FillCall
  | SgdCall
  | MomentumCall
  | RmspropCall
  | AdamCall;

/** What is applied to a result before it is stored; `linear` by default. */
export type FusedActivation = 'linear' | 'relu' | 'relu6';

/** `output [rows, columns] = activation(op(a) [rows, inner] * op(b) [inner, columns] + bias [columns])`. */
export interface MatMulCall {
  kernel: 'matMul';
  a: Pointer;
  b: Pointer;
  output: Pointer;
  rows: number;
  columns: number;
  inner: number;
  /** `a` is stored as [inner, rows]. */
  transposeA?: boolean;
  /** `b` is stored as [columns, inner]. */
  transposeB?: boolean;
  bias?: Pointer;
  activation?: FusedActivation;
}

/**
 * `y [batch, outputHeight, outputWidth, outputChannels] = activation(conv(x, filter) + bias)`.
 * `depthwiseConv2d`: filter [filterHeight, filterWidth, inputChannels, multiplier], outputChannels = inputChannels * multiplier.
 */
export interface Conv2dCall {
  kernel: 'conv2d' | 'depthwiseConv2d';
  x: Pointer;
  filter: Pointer;
  bias?: Pointer;
  activation?: FusedActivation;
  y: Pointer;
  geometry: ConvGeometry;
}

/** The gradient of a convolution with respect to its filter, stored to `dFilter` (same shape as the filter). */
export interface Conv2dBackpropFilterCall {
  kernel: 'conv2dBackpropFilter' | 'depthwiseConv2dBackpropFilter';
  x: Pointer;
  dy: Pointer;
  dFilter: Pointer;
  geometry: ConvGeometry;
}

/** The gradient of a convolution with respect to its input, stored to `dx`. */
export interface Conv2dBackpropInputCall {
  kernel: 'conv2dBackpropInput' | 'depthwiseConv2dBackpropInput';
  dy: Pointer;
  filter: Pointer;
  dx: Pointer;
  geometry: ConvGeometry;
}

/** The largest value of each window; the first one in row order where several are equal. */
export interface MaxPoolCall {
  kernel: 'maxPool';
  x: Pointer;
  y: Pointer;
  /** Where to store each maximum's place in its window (row * filterWidth + column): a uint16 for each element of `y`. */
  argmax?: Pointer;
  geometry: PoolGeometry;
}

/** The gradient of `maxPool`, stored to `dx`. */
export interface MaxPoolGradCall {
  kernel: 'maxPoolGrad';
  dy: Pointer;
  /** As stored by `maxPool`. */
  argmax: Pointer;
  /**
   * The pooled output, when a relu (or relu6) comes directly before the pooling or after it: gradients are zero where it
   * is not positive (or not below 6), which is that activation's gradient as well.
   */
  activated?: Pointer;
  /** Which activation `activated` went through; `relu` by default. */
  activation?: 'relu' | 'relu6';
  dx: Pointer;
  geometry: PoolGeometry;
}

/** The mean of each window, padding left out of the count. Global average pooling is a window of the whole input. */
export interface AvgPoolCall {
  kernel: 'avgPool';
  x: Pointer;
  y: Pointer;
  geometry: PoolGeometry;
}

/** The gradient of `avgPool`, stored to `dx`. */
export interface AvgPoolGradCall {
  kernel: 'avgPoolGrad';
  dy: Pointer;
  dx: Pointer;
  geometry: PoolGeometry;
}

/** `dx = dy` where the activation's output `y` lies inside its linear part, else 0. `dx` may be `dy`. */
export interface ReluGradCall {
  kernel: 'reluGrad';
  dy: Pointer;
  y: Pointer;
  dx: Pointer;
  length: number;
  /** `relu` by default. */
  activation?: 'relu' | 'relu6';
}

/** `output [columns]` = the sums of `x [rows, columns]` over rows: the gradient of a bias. */
export interface ColumnSumsCall {
  kernel: 'columnSums';
  x: Pointer;
  output: Pointer;
  rows: number;
  columns: number;
  /** Multiplies the sums; 1 by default. */
  scale?: number;
}

/** `output [rows, columns]` = softmax of each row of `logits`. `output` may be `logits`. */
export interface SoftmaxCall {
  kernel: 'softmax';
  logits: Pointer;
  output: Pointer;
  rows: number;
  columns: number;
}

/** Categorical cross-entropy from logits, and its gradient for the mean over rows. */
export interface SoftmaxCrossEntropyCall {
  kernel: 'softmaxCrossEntropy';
  /** [rows, columns] */
  logits: Pointer;
  /** One-hot or soft labels as floats [rows, columns], or class indices as int32 [rows]. */
  labels: Pointer;
  /** `oneHot` by default. */
  labelKind?: 'oneHot' | 'indices';
  rows: number;
  columns: number;
  /** Where to store the loss of each row: [rows]. */
  losses: Pointer;
  /** Where to store the probabilities: [rows, columns]. */
  probabilities?: Pointer;
  /** Where to store the gradient of the mean loss: [rows, columns]. May be `logits`. */
  dLogits?: Pointer;
}

/**
 * Batch normalisation with the statistics of the batch, `x` seen as [rows, columns] with one column for each channel:
 * `y = activation((x - mean) / sqrt(variance + epsilon) * gamma + beta)`.
 */
export interface BatchNormTrainingCall {
  kernel: 'batchNormTraining';
  x: Pointer;
  y: Pointer;
  rows: number;
  columns: number;
  gamma?: Pointer;
  beta?: Pointer;
  /** Where to store the batch's mean: [columns]. */
  mean: Pointer;
  /** Where to store the batch's biased variance: [columns]. */
  variance: Pointer;
  epsilon: number;
  /** Updated in place: moving = moving * momentum + statistic * (1 - momentum). */
  moving?: { mean: Pointer; variance: Pointer; momentum: number };
  activation?: FusedActivation;
}

/** The gradient of `batchNormTraining` (of its linear part: apply `reluGrad` to `dy` first). `dx` may be `dy`. */
export interface BatchNormTrainingGradCall {
  kernel: 'batchNormTrainingGrad';
  x: Pointer;
  dy: Pointer;
  rows: number;
  columns: number;
  gamma?: Pointer;
  /** As stored by `batchNormTraining`. */
  mean: Pointer;
  /** As stored by `batchNormTraining`. */
  variance: Pointer;
  epsilon: number;
  dx: Pointer;
  /** [columns] */
  dGamma?: Pointer;
  /** [columns] */
  dBeta?: Pointer;
}

/** `y [rows, columns] = activation(x * scale [columns] + shift [columns])`: batch normalisation in inference. `y` may be `x`. */
export interface ScaleAndShiftCall {
  kernel: 'scaleAndShift';
  x: Pointer;
  y: Pointer;
  scale: Pointer;
  shift: Pointer;
  rows: number;
  columns: number;
  activation?: FusedActivation;
}

/**
 * Copies `rows` rows of `columns` floats, which begin `xStep` floats apart in `x` and `yStep` in `y`: to put the channels of
 * pictures side by side, a picture into its padding, or examples into a batch.
 */
export interface CopyRowsCall {
  kernel: 'copyRows';
  x: Pointer;
  y: Pointer;
  rows: number;
  columns: number;
  /** `columns` by default. */
  xStep?: number;
  /** `columns` by default. */
  yStep?: number;
  /** Where the first row goes in `y`, in floats; 0 by default. */
  yStart?: number;
  /**
   * Which of the `of` rows of `x` to copy: int32 [rows], read at each run and not checked. By default the first ones, in
   * order.
   */
  places?: { at: Pointer; of: number };
}

/** `output = a * b`, element by element: a dropout mask. `output` may be `a` or `b`. */
export interface MultiplyCall {
  kernel: 'multiply';
  a: Pointer;
  b: Pointer;
  output: Pointer;
  length: number;
}

/** `output = activation(a + b)`, element by element. `output` may be `a` or `b`. */
export interface AddCall {
  kernel: 'add';
  a: Pointer;
  b: Pointer;
  output: Pointer;
  length: number;
  activation?: FusedActivation;
}

/** `y += alpha * x`. */
export interface AddScaledCall {
  kernel: 'addScaled';
  x: Pointer;
  y: Pointer;
  alpha: number;
  length: number;
}

/** Sets `length` floats to `value`. */
export interface FillCall {
  kernel: 'fill';
  output: Pointer;
  value: number;
  length: number;
}

/** What every optimiser updates: `length` floats of one parameter, in place. */
interface UpdateCall {
  parameter: Pointer;
  gradient: Pointer;
  length: number;
}

/** `parameter -= learningRate * gradient`. */
export interface SgdCall extends UpdateCall {
  kernel: 'sgd';
  /** Floats read at each run, so that they can change between runs: [learningRate]. */
  hyper: Pointer;
}

/** Keras's SGD with momentum: `m = momentum * m - learningRate * gradient; parameter += m` (Nesterov: `momentum * m - learningRate * gradient`). */
export interface MomentumCall extends UpdateCall {
  kernel: 'momentum';
  m: Pointer;
  nesterov?: boolean;
  /** Floats read at each run: [learningRate, momentum]. */
  hyper: Pointer;
}

/** Keras's RMSprop: `v = rho * v + (1 - rho) * g^2; parameter -= learningRate * g / sqrt(v + epsilon)`, then momentum where `m` is given. */
export interface RmspropCall extends UpdateCall {
  kernel: 'rmsprop';
  v: Pointer;
  /** The mean gradient of the centered variant: the root is then of `v - mean^2 + epsilon`. */
  mean?: Pointer;
  /** The momentum's state: `m = momentum * m + increment; parameter -= m`. */
  m?: Pointer;
  /** Floats read at each run: [learningRate, rho, epsilon, momentum]. */
  hyper: Pointer;
}

/** Keras's Adam: `m`, `v` moving averages; `parameter -= stepSize * m / (sqrt(v) + epsilon)`. */
export interface AdamCall extends UpdateCall {
  kernel: 'adam';
  m: Pointer;
  v: Pointer;
  /** Floats read at each run: [stepSize, beta1, beta2, epsilon] with stepSize = learningRate * sqrt(1 - beta2^t) / (1 - beta1^t), t from 1. */
  hyper: Pointer;
}
