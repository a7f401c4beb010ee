import { gather, slice, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { Batch } from './batch';
import type { BatchSource } from './batch-source';
import type { Shuffler } from './shuffler';

/** What {@link tensorSource} reads: tensors whose first axis counts the examples. */
export interface ExampleTensors {
  xs: Tensor;
  ys?: Tensor;
  sampleWeight?: Tensor;
}

/** Options of {@link tensorSource}. */
export interface TensorSourceOptions {
  batchSize: number;
  /** Shuffles every pass; without it passes are in order. */
  shuffler?: Shuffler | undefined;
  /** The first example. */
  start?: number;
  /** One past the last example. */
  end?: number;
}

/**
 * Cuts tensors into batches, the last of which may be small. The tensors stay the caller's.
 *
 * A shuffled pass draws its order when it is opened, as `RandomState.permutation` does.
 */
export function tensorSource(
  tensors: ExampleTensors,
  { batchSize, shuffler, start = 0, end = examplesOf(tensors) }: TensorSourceOptions,
): BatchSource {
  const count = end - start;
  return {
    steps: Math.ceil(count / batchSize),
    open() {
      const order = shuffler?.permutation(count);
      return batches(count, batchSize, (from, size) =>
        order === undefined
          ? take(tensors, (tensor) => rows(tensor, start + from, size))
          : pick(tensors, order.subarray(from, from + size), start),
      );
    },
    async skipPasses(passes) {
      for (let i = 0; i < passes; i++) shuffler?.permutation(count);
    },
    dispose: () => undefined,
  };
}

function examplesOf({ xs }: ExampleTensors): number {
  return xs.shape[0] as number;
}

async function* batches(
  count: number,
  batchSize: number,
  batchAt: (from: number, size: number) => Batch,
): AsyncGenerator<Batch> {
  for (let from = 0; from < count; from += batchSize) {
    yield batchAt(from, Math.min(batchSize, count - from));
  }
}

function take({ xs, ys, sampleWeight }: ExampleTensors, part: (tensor: Tensor) => Tensor): Batch {
  const batch: Batch = { xs: part(xs) };
  if (ys !== undefined) batch.ys = part(ys);
  if (sampleWeight !== undefined) batch.sampleWeight = part(sampleWeight);
  return batch;
}

function rows(tensor: Tensor, from: number, size: number): Tensor {
  const rest = tensor.shape.slice(1);
  return slice(tensor, [from, ...rest.map(() => 0)], [size, ...rest]);
}

function pick(tensors: ExampleTensors, order: Uint32Array, start: number): Batch {
  const indices = tensor1d(
    Int32Array.from(order, (index) => start + index),
    'int32',
  );
  try {
    return take(tensors, (tensor) => gather(tensor, indices));
  } finally {
    indices.dispose();
  }
}
