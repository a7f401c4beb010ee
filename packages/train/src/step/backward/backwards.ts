import type { Operation, ValueId } from '../program/operation';
import type { ProgramBuilder } from '../program/program-builder';
import type { Backward } from './backward';
import { backwardConvolution } from './backward-convolution';
import { backwardMatMul } from './backward-matmul';
import { backwardBatchNorm, backwardScaleAndShift } from './backward-normalization';
import { backwardPool } from './backward-pooling';
import {
  backwardActivate,
  backwardAdd,
  backwardAddBias,
  backwardDropout,
  backwardPad,
  backwardRescale,
} from './backward-simple';

/** How gradients go back through each kind of forward operation; what only reads variables needs none. */
const backwards = {
  matMul: backwardMatMul,
  conv2d: backwardConvolution,
  depthwiseConv2d: backwardConvolution,
  maxPool: backwardPool,
  avgPool: backwardPool,
  batchNormTraining: backwardBatchNorm,
  scaleAndShift: backwardScaleAndShift,
  activate: backwardActivate,
  add: backwardAdd,
  addBias: backwardAddBias,
  pad: backwardPad,
  dropout: backwardDropout,
  rescale: backwardRescale,
} satisfies { [Kind in Operation['kernel']]?: Backward<Extract<Operation, { kernel: Kind }>> };

/**
 * Adds the backward pass of the operations so far, from the gradients that have been let flow to the end.
 */
export function goBackwards(builder: ProgramBuilder): void {
  const forward = [...builder.operations];
  for (const operation of forward.reverse()) {
    const made = outputOf(operation);
    if (made === undefined || !builder.tracked(made)) continue;
    const dy = gradientThroughAliases(builder, made);
    const backward = (backwards as Readonly<Record<string, unknown>>)[operation.kernel];
    if (dy === undefined || backward === undefined) continue;
    (backward as Backward<Operation>)(builder, operation, dy);
  }
}

/** What an operation makes for others to read. */
function outputOf(operation: Operation): ValueId | undefined {
  const { y, output } = operation as { y?: ValueId; output?: ValueId };
  return y ?? output;
}

/** A value's gradient, with what has flowed to other shapes of it. */
function gradientThroughAliases(builder: ProgramBuilder, id: ValueId): ValueId | undefined {
  for (const value of builder.values) {
    if (value.kind !== 'alias' || value.of !== id) continue;
    const gradient = gradientThroughAliases(builder, value.id);
    if (gradient !== undefined) builder.flow(id, builder.alias(gradient, builder.shape(id)));
  }
  return builder.gradient(id);
}
