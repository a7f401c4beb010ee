import type { Operation, ValueId } from './operation';

/** Which fields of an operation hold values, and which pairs may share a buffer. */
interface Fields {
  reads: readonly string[];
  writes: readonly string[];
  /** An output that may take the place of an input that nothing reads afterwards: `[output, input]`. */
  inPlace?: readonly (readonly [string, string])[];
}

const convolution: Fields = { reads: ['x', 'filter', 'bias'], writes: ['y'] };
const filterGradient: Fields = { reads: ['x', 'dy'], writes: ['dFilter'] };
const inputGradient: Fields = { reads: ['dy', 'filter'], writes: ['dx'] };

/** The fields of each kind of operation. A field that is absent in an operation is skipped. */
export const operationFields: Readonly<Record<Operation['kernel'], Fields>> = {
  matMul: { reads: ['a', 'b', 'bias'], writes: ['output'] },
  conv2d: convolution,
  depthwiseConv2d: convolution,
  conv2dBackpropFilter: filterGradient,
  depthwiseConv2dBackpropFilter: filterGradient,
  conv2dBackpropInput: inputGradient,
  depthwiseConv2dBackpropInput: inputGradient,
  maxPool: { reads: ['x'], writes: ['y', 'argmax'] },
  maxPoolGrad: { reads: ['x', 'y', 'argmax', 'dy'], writes: ['dx'] },
  avgPool: { reads: ['x'], writes: ['y'] },
  avgPoolGrad: { reads: ['dy'], writes: ['dx'] },
  activate: { reads: ['x'], writes: ['y'], inPlace: [['y', 'x']] },
  activationGrad: { reads: ['dy', 'y'], writes: ['dx'], inPlace: [['dx', 'dy']] },
  columnSums: { reads: ['x'], writes: ['output'] },
  addBias: { reads: ['x', 'bias'], writes: ['y'], inPlace: [['y', 'x']] },
  batchNormTraining: {
    reads: ['x', 'gamma', 'beta', 'movingMean', 'movingVariance'],
    writes: ['y', 'mean', 'variance'],
  },
  batchNormTrainingGrad: {
    reads: ['x', 'dy', 'gamma', 'mean', 'variance'],
    writes: ['dx', 'dGamma', 'dBeta'],
    inPlace: [['dx', 'dy']],
  },
  foldBatchNorm: { reads: ['gamma', 'beta', 'mean', 'variance'], writes: ['scale', 'shift'] },
  scaleAndShift: { reads: ['x', 'scale', 'shift'], writes: ['y'], inPlace: [['y', 'x']] },
  add: {
    reads: ['a', 'b'],
    writes: ['output'],
    inPlace: [
      ['output', 'a'],
      ['output', 'b'],
    ],
  },
  pad: { reads: ['x'], writes: ['y'] },
  padGrad: { reads: ['dy'], writes: ['dx'] },
  dropout: { reads: ['x'], writes: ['y', 'mask'], inPlace: [['y', 'x']] },
  dropoutGrad: { reads: ['dy', 'mask'], writes: ['dx'], inPlace: [['dx', 'dy']] },
  rescale: { reads: ['x'], writes: ['y'], inPlace: [['y', 'x']] },
  callLayer: { reads: ['inputs'], writes: ['y'] },
};

/** The values an operation reads. */
export function readsOf(operation: Operation): ValueId[] {
  return valuesOf(operation, operationFields[operation.kernel].reads);
}

/** The values an operation writes. */
export function writesOf(operation: Operation): ValueId[] {
  return valuesOf(operation, operationFields[operation.kernel].writes);
}

/** The values in some fields of an operation. */
export function valuesOf(operation: Operation, fields: readonly string[]): ValueId[] {
  const record = operation as unknown as Readonly<Record<string, ValueId | ValueId[] | undefined>>;
  return fields.flatMap((field) => record[field] ?? []);
}
