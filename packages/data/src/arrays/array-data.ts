import { InvalidArgumentError } from '@imgclf/runtime';

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

/** How many values one row (everything but the first axis) has. */
export function rowSize({ shape }: ArrayData): number {
  return shape.slice(1).reduce((product, size) => product * size, 1);
}

/** @throws {InvalidArgumentError} when shape and data of `array` disagree, or it has no axis */
export function checkArrayData(argument: string, array: ArrayData): void {
  const { shape, data } = array;
  const sizesAreValid = shape.length > 0 && shape.every((size) => Number.isInteger(size) && size >= 0);
  if (sizesAreValid && shape.reduce((product, size) => product * size, 1) === data.length) return;
  throw new InvalidArgumentError({
    argument,
    allowed: 'an array of at least one axis whose shape multiplies to the length of its data',
    received: { shape, length: data.length },
  });
}
