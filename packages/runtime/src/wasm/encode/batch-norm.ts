import type { BatchNormTrainingCall, BatchNormTrainingGradCall } from '../kernel-calls';
import { Command, checkSizes } from './command';
import { KERNEL, SUM_CHUNK } from './kernel-numbers';
import { blockRowsOf, slicesOf } from './rows';

/** Batch normalisation with the batch's statistics as a command. */
export function encodeBatchNorm(call: BatchNormTrainingCall): Command {
  const { rows, columns, moving } = call;
  checkSizes({ rows, columns });
  const slices = slicesOf(rows, columns);
  const blockRows = blockRowsOf(rows, columns);
  const sums = columns / SUM_CHUNK;
  return new Command(KERNEL.batchNorm)
    .integers(slices, columns)
    .float(1 / rows)
    .integers(0)
    .integers(rows, columns, blockRows)
    .pointer('x', call.x, rows * columns)
    .pointer('y', call.y, rows * columns)
    .optionalPointer('gamma', call.gamma, columns)
    .optionalPointer('beta', call.beta, columns)
    .pointer('mean', call.mean, columns)
    .pointer('variance', call.variance, columns)
    .float(call.epsilon)
    .optionalPointer('moving.mean', moving?.mean, columns)
    .optionalPointer('moving.variance', moving?.variance, columns)
    .float(moving?.momentum ?? 0)
    .activation(call.activation)
    .needs({
      chunks: [slices, sums, slices, sums, rows / blockRows],
      sharedBytes: slices * columns * 4,
      localBytes: columns * 4,
    });
}

/** The gradient of batch normalisation as a command. */
export function encodeBatchNormGrad(call: BatchNormTrainingGradCall): Command {
  const { rows, columns } = call;
  checkSizes({ rows, columns });
  const slices = slicesOf(rows, columns);
  const blockRows = blockRowsOf(rows, columns);
  return new Command(KERNEL.batchNormGrad)
    .integers(slices, 2 * columns)
    .float(1)
    .integers(0)
    .integers(rows, columns, blockRows)
    .pointer('x', call.x, rows * columns)
    .pointer('dy', call.dy, rows * columns)
    .optionalPointer('gamma', call.gamma, columns)
    .pointer('mean', call.mean, columns)
    .pointer('variance', call.variance, columns)
    .float(call.epsilon)
    .pointer('dx', call.dx, rows * columns)
    .optionalPointer('dGamma', call.dGamma, columns)
    .optionalPointer('dBeta', call.dBeta, columns)
    .needs({
      chunks: [slices, (2 * columns) / SUM_CHUNK, rows / blockRows],
      sharedBytes: (slices + 1) * 2 * columns * 4,
      localBytes: 3 * columns * 4,
    });
}
