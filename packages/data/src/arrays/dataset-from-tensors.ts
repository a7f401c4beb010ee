import { InvalidArgumentError } from '@imgclf/runtime';
import { gather, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { Dataset } from '../dataset/dataset';
import type { Batch } from '../dataset/example';
import { datasetFromRows, type RowsOptions } from './dataset-from-rows';

/**
 * Batches of examples that are in tensors already, with a leading example axis. The caller keeps owning the tensors
 * and must not dispose them before the last pass; each batch holds new ones.
 *
 * @param data inputs `xs` `[examples, ...]` and, where there are any, targets `ys` `[examples, ...]`
 * @throws {InvalidArgumentError} when an option is out of range or the two differ in their number of examples
 * @example
 * const dataset = datasetFromTensors({ xs, ys }, { batchSize: 64, shuffle: true, seed: 1 });
 */
export function datasetFromTensors(
  { xs, ys }: { xs: Tensor; ys?: Tensor | undefined },
  options: RowsOptions = {},
): Dataset<Batch> {
  const sizes: Record<string, number> = { xs: examplesIn('xs', xs) };
  if (ys !== undefined) sizes.ys = examplesIn('ys', ys);
  return datasetFromRows({ sizes, gather: (rows) => gatherRows(xs, ys, rows) }, options);
}

function examplesIn(argument: string, tensor: Tensor): number {
  const [size] = tensor.shape;
  if (size !== undefined) return size;
  throw new InvalidArgumentError({
    argument,
    allowed: 'a tensor with an example axis',
    received: tensor.shape,
  });
}

function gatherRows(xs: Tensor, ys: Tensor | undefined, rows: Uint32Array): Batch {
  const indices = tensor1d(Int32Array.from(rows), 'int32');
  try {
    const inputs = gather(xs, indices);
    return ys === undefined ? { xs: inputs } : { xs: inputs, ys: gather(ys, indices) };
  } finally {
    indices.dispose();
  }
}
