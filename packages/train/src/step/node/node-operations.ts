import type { Operation } from '../program/operation';
import { nodeConvolution, nodeFilterGradient, nodeInputGradient } from './node-convolutions';
import {
  nodeBatchNorm,
  nodeBatchNormGradient,
  nodeFoldBatchNorm,
  nodeScaleAndShift,
} from './node-normalization';
import { nodeAveragePoolGradient, nodeMaxPoolGradient, nodePool } from './node-pooling';
import {
  nodeActivate,
  nodeActivationGradient,
  nodeAdd,
  nodeAddBias,
  nodeCallLayer,
  nodeColumnSums,
  nodeDropout,
  nodeDropoutGradient,
  nodeMatMul,
  nodePad,
  nodePadGradient,
  nodeRescale,
} from './node-simple';
import type { NodeValues } from './node-values';

const makers: {
  [Kind in Operation['kernel']]: (
    values: NodeValues,
    operation: Extract<Operation, { kernel: Kind }>,
  ) => () => void;
} = {
  matMul: nodeMatMul,
  conv2d: nodeConvolution,
  depthwiseConv2d: nodeConvolution,
  conv2dBackpropFilter: nodeFilterGradient,
  depthwiseConv2dBackpropFilter: nodeFilterGradient,
  conv2dBackpropInput: nodeInputGradient,
  depthwiseConv2dBackpropInput: nodeInputGradient,
  maxPool: nodePool,
  avgPool: nodePool,
  maxPoolGrad: nodeMaxPoolGradient,
  avgPoolGrad: nodeAveragePoolGradient,
  activate: nodeActivate,
  activationGrad: nodeActivationGradient,
  columnSums: nodeColumnSums,
  addBias: nodeAddBias,
  batchNormTraining: nodeBatchNorm,
  batchNormTrainingGrad: nodeBatchNormGradient,
  foldBatchNorm: nodeFoldBatchNorm,
  scaleAndShift: nodeScaleAndShift,
  add: nodeAdd,
  pad: nodePad,
  padGrad: nodePadGradient,
  dropout: nodeDropout,
  dropoutGrad: nodeDropoutGradient,
  rescale: nodeRescale,
  callLayer: nodeCallLayer,
};

/** Prepares an operation: everything that is the same at each run is done now. */
export function nodeOperation(values: NodeValues, operation: Operation): () => void {
  const make = makers[operation.kernel] as (values: NodeValues, operation: Operation) => () => void;
  return make(values, operation);
}
