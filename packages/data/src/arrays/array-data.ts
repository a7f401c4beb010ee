import { InvalidArgumentError } from '@imgclf/runtime';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';

/** The typed arrays that hold examples: everything but the 64-bit integers, which TensorFlow.js does not have. */
export type NumericArray =
  | Uint8Array
  | Uint8ClampedArray
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** A dense array with its shape, row-major: what {@link readIdx} gives. */
export interface ArrayData {
  readonly data: NumericArray;
  /** Sizes of the axes; their product is the length of `data`. */
  readonly shape: readonly number[];
}

/** @throws {InvalidArgumentError} when it is no array, has too few axes, or its shape and data disagree */
export function checkArrayData(argument: string, array: ArrayData, leastAxes = 1): void {
  const { shape, data } = (array ?? {}) as Partial<ArrayData>;
  const isArray = Array.isArray(shape) && ArrayBuffer.isView(data) && 'length' in data;
  const sizesAreValid = isArray && shape.every((size) => Number.isInteger(size) && size >= 0);
  const axesAreEnough = sizesAreValid && shape.length >= leastAxes;
  if (axesAreEnough && shape.reduce((product, size) => product * size, 1) === data.length) return;
  throw new InvalidArgumentError({
    argument,
    allowed: `{ data, shape }, a typed array and at least ${leastAxes} axes whose sizes multiply to its length`,
    received: isArray ? { shape, length: data.length } : array,
  });
}

/** The rows with these numbers as a tensor: int32 for an `Int32Array`, else float32. */
export function rowsOf(array: ArrayData, rows: ArrayLike<number> & Iterable<number>): Tensor {
  const size = array.shape.slice(1).reduce((product, length) => product * length, 1);
  const isInt32 = array.data instanceof Int32Array;
  const values = new (isInt32 ? Int32Array : Float32Array)(rows.length * size);
  let at = 0;
  for (const row of rows) {
    values.set(array.data.subarray(row * size, (row + 1) * size), at);
    at += size;
  }
  return tensor(values, [rows.length, ...array.shape.slice(1)], isInt32 ? 'int32' : 'float32');
}
