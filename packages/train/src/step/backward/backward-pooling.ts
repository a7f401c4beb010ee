import type { Operation, Pool, ValueId } from '../program/operation';
import { readsOf } from '../program/operation-fields';
import type { ProgramBuilder } from '../program/program-builder';
import { type Backward, beforeActivation, flowBias } from './backward';

/** Through a pooling: to the first maximum of each window, or evenly. */
export const backwardPool: Backward<Pool> = (builder, operation, gradient) => {
  const { kernel, x, y, argmax, geometry } = operation;
  const dx = builder.temporary(builder.shape(x));
  if (kernel === 'avgPool') builder.backward({ kernel: 'avgPoolGrad', dy: gradient, dx, geometry });
  else if (argmax !== undefined) {
    const dy = settleProducer(builder, operation, gradient);
    builder.backward({ kernel: 'maxPoolGrad', x, y, argmax, dy, dx, geometry });
  }
  builder.flow(x, dx);
};

/**
 * Takes the gradient through the relu and the bias of the convolution before a max pooling while it is still small:
 * each of its entries goes to one place, whose value is the pooled one.
 */
function settleProducer(builder: ProgramBuilder, { x, y }: Pool, gradient: ValueId): ValueId {
  const producer = builder.operations.find((operation) => isConvolution(operation) && operation.y === x);
  if (producer === undefined || !isConvolution(producer) || hasOtherReaders(builder, x)) return gradient;
  const dy = beforeActivation(builder, { ...producer, y }, gradient);
  flowBias(builder, producer.bias, dy);
  builder.settle(x);
  return dy;
}

/** Whether more than one operation, or the model's output, takes a value. */
function hasOtherReaders(builder: ProgramBuilder, id: ValueId): boolean {
  const readers = builder.operations.filter((operation) => readsOf(operation).includes(id)).length;
  const aliases = builder.values.some((value) => value.kind === 'alias' && value.of === id);
  return readers > 1 || aliases || builder.gradient(id) !== undefined;
}

function isConvolution(
  operation: Operation,
): operation is Extract<Operation, { kernel: 'conv2d' | 'depthwiseConv2d' }> {
  return operation.kernel === 'conv2d' || operation.kernel === 'depthwiseConv2d';
}
