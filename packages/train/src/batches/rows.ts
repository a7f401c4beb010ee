import { InvalidArgumentError } from '@imgclf/runtime';
import { runningWasmKernels } from '@imgclf/runtime/wasm';
import { Tensor, type TensorLike, tensor } from '@tensorflow/tfjs-core';
import { sameMemory } from './same-memory';

/** Examples, labels or weights as callers hand them over: a tensor, or nested arrays of numbers. */
export type ArrayInput = Tensor | TensorLike;

/** Rows of equal size, from which batches are made. */
export interface Rows {
  /** The numbers, to be used at once. */
  readonly data: Float32Array | Int32Array | Uint8Array;
  /** The first axis counts the rows. */
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  /** The tensor that holds the numbers, where they lie in WebAssembly's memory. */
  readonly tensor?: Tensor;
}

/**
 * Takes a caller's array where picking rows is many times faster than TensorFlow.js's gather and slice: in ordinary
 * memory, or in the backend's own where that can be read. A tensor stays the caller's.
 *
 * @param argument what the array is called in errors
 * @param held takes the tensor that keeps memory of the backend in place while the rows are read; its owner disposes it.
 *   Without it everything is copied.
 * @throws {InvalidArgumentError} unless it is a numeric tensor or evenly nested array of at least one row
 */
export async function readRows(value: ArrayInput, argument: string, held?: Tensor[]): Promise<Rows> {
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
    const kernels = dtype === 'float32' ? runningWasmKernels() : undefined;
    if (held === undefined || kernels === undefined) return { data: await source.data(), shape, dtype };
    const kept = sameMemory(source);
    held.push(kept);
    return {
      shape,
      dtype,
      tensor: kept,
      get data() {
        return kernels.floats(kernels.pointerOf(kept), kept.size);
      },
    };
  } finally {
    if (source !== value) source.dispose();
  }
}

/** Copies of the rows at these places. */
export function pickRows({ data, shape, dtype }: Rows, places: Uint32Array): Rows {
  const size = data.length / (shape[0] as number);
  const picked = new arrayTypes[dtype](places.length * size);
  for (let row = 0; row < places.length; row++) {
    const from = (places[row] as number) * size;
    picked.set(data.subarray(from, from + size), row * size);
  }
  return { data: picked, shape: [places.length, ...shape.slice(1)], dtype };
}

/** A tensor of rows, which takes over their memory; the caller disposes it. */
export function rowsTensor({ data, shape, dtype }: Rows): Tensor {
  return tensor(data, [...shape], dtype);
}

const arrayTypes = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

function fromArray(value: TensorLike, argument: string): Tensor {
  const source = tryTensor(value);
  if (source instanceof Tensor && isEven(value, source.shape)) return source;
  if (source instanceof Tensor) source.dispose();
  throw new InvalidArgumentError({
    argument,
    allowed: 'a tensor or an evenly nested array of numbers',
    received: value,
    cause: source instanceof Tensor ? undefined : source,
  });
}

function tryTensor(value: TensorLike): Tensor | unknown {
  try {
    return tensor(value);
  } catch (error) {
    return error;
  }
}

/** Whether an array is nested as this shape says, which TensorFlow.js looks up along the first entries only. */
function isEven(value: unknown, [size, ...rest]: readonly number[]): boolean {
  if (size === undefined) return typeof value !== 'object';
  const items = value as ArrayLike<unknown>;
  if (items?.length !== size) return false;
  return ArrayBuffer.isView(value)
    ? rest.length === 0
    : Array.from(items).every((item) => isEven(item, rest));
}
