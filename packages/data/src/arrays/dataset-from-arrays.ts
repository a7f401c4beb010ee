import type { Dataset } from '../dataset/dataset';
import type { Batch } from '../dataset/example';
import { type ArrayData, checkArrayData, rowsOf } from './array-data';
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
