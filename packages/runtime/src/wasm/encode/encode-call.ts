import type { KernelCall } from '../kernel-calls';
import { encodeBatchNorm, encodeBatchNormGrad } from './batch-norm';
import type { Command } from './command';
import { encodeConv2d, encodeConv2dBackpropInput } from './conv2d';
import { encodeElementwise } from './elementwise';
import { encodeDepthwiseFilterGrad, encodeFilterGrad } from './filter-grad';
import { encodeMatMul } from './mat-mul';
import { encodeUpdate } from './optimizers';
import { encodeAvgPoolGrad, encodeMaxPoolGrad, encodePool } from './pool';
import {
  encodeColumnSums,
  encodeCopyRows,
  encodeScaleAndShift,
  encodeSoftmax,
  encodeSoftmaxCrossEntropy,
} from './row-kernels';

const ENCODERS: Record<KernelCall['kernel'], (call: never) => Command | Command[]> = {
  matMul: encodeMatMul,
  conv2d: encodeConv2d,
  conv2dBackpropFilter: encodeFilterGrad,
  conv2dBackpropInput: encodeConv2dBackpropInput,
  depthwiseConv2d: encodeConv2d,
  depthwiseConv2dBackpropFilter: encodeDepthwiseFilterGrad,
  depthwiseConv2dBackpropInput: encodeConv2dBackpropInput,
  maxPool: encodePool,
  maxPoolGrad: encodeMaxPoolGrad,
  avgPool: encodePool,
  avgPoolGrad: encodeAvgPoolGrad,
  columnSums: encodeColumnSums,
  softmax: encodeSoftmax,
  copyRows: encodeCopyRows,
  softmaxCrossEntropy: encodeSoftmaxCrossEntropy,
  batchNormTraining: encodeBatchNorm,
  batchNormTrainingGrad: encodeBatchNormGrad,
  scaleAndShift: encodeScaleAndShift,
  reluGrad: encodeElementwise,
  multiply: encodeElementwise,
  add: encodeElementwise,
  addScaled: encodeElementwise,
  fill: encodeElementwise,
  sgd: encodeUpdate,
  momentum: encodeUpdate,
  rmsprop: encodeUpdate,
  adam: encodeUpdate,
};

/** The commands that carry out a call. */
export function encodeCall(call: KernelCall): Command[] {
  const encode = ENCODERS[call.kernel] as (call: KernelCall) => Command | Command[];
  return [encode(call)].flat();
}
