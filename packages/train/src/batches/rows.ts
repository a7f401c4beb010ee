import { InvalidArgumentError } from '@imgclf/runtime';
import { runningWasmKernels } from '@imgclf/runtime/wasm';
import { backend, getBackend, Tensor, type TensorLike, tensor } from '@tensorflow/tfjs-core';
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
}

/** Rows that are left where the backend keeps them. */
export interface HeldRows {
  /** Holds the numbers; whoever asked for it disposes it. */
  readonly tensor: Tensor;
  readonly shape: readonly number[];
}

/**
 * Takes a caller's array to ordinary memory, from which picking rows is many times faster than by TensorFlow.js's gather and
 * slice on most backends. A tensor stays the caller's.
 *
 * @param argument what the array is called in errors
 * @throws {InvalidArgumentError} unless it is a numeric tensor or evenly nested array of at least one row
 */
export async function readRows(value: ArrayInput, argument: string): Promise<Rows> {
  return withSource(value, argument, rowsOf);
}

/**
 * Takes a caller's array as {@link readRows} does, or leaves it where it is on the backends that gather rows well.
 *
 * @param held takes the tensors that keep it there; its owner disposes them when the rows have been read
 */
export async function holdRows(
  value: ArrayInput,
  argument: string,
  held: Tensor[],
): Promise<Rows | HeldRows> {
  return withSource(value, argument, async (source) => {
    if (!gathersWell(source.dtype)) return rowsOf(source);
    const tensor = sameMemory(source);
    held.push(tensor);
    return { tensor, shape: source.shape };
  });
}

async function rowsOf(source: NumericTensor): Promise<Rows> {
  const { shape, dtype } = source;
  return { data: await source.data(), shape, dtype };
}

/** Calls with a caller's array as a tensor, which is disposed afterwards unless it is the caller's own. */
async function withSource<Result>(
  value: ArrayInput,
  argument: string,
  call: (source: NumericTensor) => Promise<Result>,
): Promise<Result> {
  const source = sourceOf(value, argument);
  try {
    return await call(source);
  } finally {
    if (source !== value) source.dispose();
  }
}

/** Whether the backend gathers rows of its own memory fast, and that memory is as large as the processor's. */
function gathersWell(dtype: Rows['dtype']): boolean {
  if (getBackend() !== 'tensorflow') return dtype === 'float32' && runningWasmKernels() !== undefined;
  return !(backend() as unknown as { isUsingGpuDevice: boolean }).isUsingGpuDevice;
}

type NumericTensor = Tensor & { readonly dtype: Rows['dtype'] };

function sourceOf(value: ArrayInput, argument: string): NumericTensor {
  const source = value instanceof Tensor ? value : fromArray(value, argument);
  const { shape, dtype } = source;
  if (shape.length > 0 && shape[0] !== 0 && dtype !== 'string' && dtype !== 'complex64')
    return source as NumericTensor;
  if (source !== value) source.dispose();
  throw new InvalidArgumentError({
    argument,
    allowed: 'a tensor or array of numbers with at least one example',
    received: `${dtype} of the shape [${shape}]`,
  });
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
