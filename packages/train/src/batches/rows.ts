import { InvalidArgumentError } from '@imgclf/runtime';
import { Tensor, type TensorLike, tensor } from '@tensorflow/tfjs-core';

/** Examples, labels or weights as callers hand them over: a tensor, or nested arrays of numbers. */
export type ArrayInput = Tensor | TensorLike;

/** Rows of equal size in ordinary memory, from which batches are made. */
export interface Rows {
  readonly data: Float32Array | Int32Array | Uint8Array;
  /** The first axis counts the rows. */
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
}

/**
 * Copies a caller's array to ordinary memory, where picking rows is many times faster than TensorFlow.js's gather and
 * slice. A tensor stays the caller's.
 *
 * @param argument what the array is called in errors
 * @throws {InvalidArgumentError} unless it is a numeric tensor or evenly nested array of at least one row
 */
export async function readRows(value: ArrayInput, argument: string): Promise<Rows> {
  const source = value instanceof Tensor ? value : fromArray(value, argument);
  try {
    const { shape, dtype } = source;
    if (shape.length === 0 || shape[0] === 0 || dtype === 'string' || dtype === 'complex64') {
      throw new InvalidArgumentError({
        argument,
        allowed: 'a tensor or array of numbers with at least one example',
        received: `${dtype} of the shape [${shape}]`,
      });
    }
    return { data: await source.data(), shape, dtype };
  } finally {
    if (source !== value) source.dispose();
  }
}

/** A tensor of the rows at these places; the caller disposes it. */
export function pickRows({ data, shape, dtype }: Rows, places: Uint32Array): Tensor {
  const size = data.length / (shape[0] as number);
  const picked = data.slice(0, places.length * size);
  for (const [row, place] of places.entries()) {
    picked.set(data.subarray(place * size, (place + 1) * size), row * size);
  }
  return tensor(picked, [places.length, ...shape.slice(1)], dtype);
}

function fromArray(value: TensorLike, argument: string): Tensor {
  try {
    return tensor(value);
  } catch (cause) {
    throw new InvalidArgumentError({
      argument,
      allowed: 'a tensor or an evenly nested array of numbers',
      received: value,
      cause,
    });
  }
}
