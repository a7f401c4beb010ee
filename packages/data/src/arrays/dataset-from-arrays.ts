import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Dataset } from '../dataset/dataset';
import type { Batch } from '../dataset/example';
import { type ArrayData, checkArrayData, rowSize } from './array-data';
import { datasetFromRows, type RowsOptions } from './dataset-from-rows';

/**
 * Batches of examples in plain arrays, such as IDX files hold: only the batch at hand becomes tensors, so that bytes
 * stay bytes in memory. `Int32Array` gives int32 tensors; everything else float32, the only type of inputs that
 * TensorFlow.js models take.
 *
 * @param data inputs `xs` `[examples, ...]` and, where there are any, targets `ys` `[examples, ...]`
 * @throws {InvalidArgumentError} when an option is out of range, a shape does not fit its data, or the two differ in
 * their number of examples
 * @example
 * const digits = datasetFromArrays({ xs: readIdx(images), ys: readIdx(labels) }, { shuffle: true, seed: 1 });
 */
export function datasetFromArrays(
  { xs, ys }: { xs: ArrayData; ys?: ArrayData | undefined },
  options: RowsOptions = {},
): Dataset<Batch> {
  checkArrayData('xs', xs);
  const sizes: Record<string, number> = { xs: xs.shape[0] as number };
  if (ys !== undefined) {
    checkArrayData('ys', ys);
    sizes.ys = ys.shape[0] as number;
  }
  const gather = (rows: Uint32Array): Batch =>
    ys === undefined ? { xs: rowsOf(xs, rows) } : { xs: rowsOf(xs, rows), ys: rowsOf(ys, rows) };
  return datasetFromRows({ sizes, gather }, options);
}

function rowsOf(array: ArrayData, rows: Uint32Array): Tensor {
  const size = rowSize(array);
  const isInt32 = array.data instanceof Int32Array;
  const values = new (isInt32 ? Int32Array : Float32Array)(rows.length * size);
  rows.forEach((row, i) => {
    values.set(array.data.subarray(row * size, (row + 1) * size), i * size);
  });
  return tensor(values, [rows.length, ...array.shape.slice(1)], isInt32 ? 'int32' : 'float32');
}
