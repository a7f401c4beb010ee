import type { Operation } from '../program/operation';
import {
  runAveragePoolGradient,
  runConvolution,
  runFilterGradient,
  runInputGradient,
  runMaxPoolGradient,
  runPool,
} from './kernel-convolutions';
import { runActivationGradient } from './kernel-gradients';
import {
  runBatchNorm,
  runBatchNormGradient,
  runFoldBatchNorm,
  runScaleAndShift,
} from './kernel-normalization';
import {
  runActivate,
  runAdd,
  runAddBias,
  runCallLayer,
  runColumnSums,
  runDropout,
  runDropoutGradient,
  runMatMul,
  runPad,
  runPadGradient,
  runRescale,
} from './kernel-simple';
import type { KernelValues, RunOperation } from './kernel-values';

const runners: { [Kind in Operation['kernel']]: RunOperation<Extract<Operation, { kernel: Kind }>> } = {
  matMul: runMatMul,
  conv2d: runConvolution,
  depthwiseConv2d: runConvolution,
  conv2dBackpropFilter: runFilterGradient,
  depthwiseConv2dBackpropFilter: runFilterGradient,
  conv2dBackpropInput: runInputGradient,
  depthwiseConv2dBackpropInput: runInputGradient,
  maxPool: runPool,
  avgPool: runPool,
  maxPoolGrad: runMaxPoolGradient,
  avgPoolGrad: runAveragePoolGradient,
  activate: runActivate,
  activationGrad: runActivationGradient,
  columnSums: runColumnSums,
  addBias: runAddBias,
  batchNormTraining: runBatchNorm,
  batchNormTrainingGrad: runBatchNormGradient,
  foldBatchNorm: runFoldBatchNorm,
  scaleAndShift: runScaleAndShift,
  add: runAdd,
  pad: runPad,
  padGrad: runPadGradient,
  dropout: runDropout,
  dropoutGrad: runDropoutGradient,
  rescale: runRescale,
  callLayer: runCallLayer,
};

/** Prepares an operation. */
export function kernelOperation(values: KernelValues, operation: Operation): () => void {
  const run = runners[operation.kernel] as RunOperation<Operation>;
  return () => run(values, operation);
}
