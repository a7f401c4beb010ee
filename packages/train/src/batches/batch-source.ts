import { InvalidArgumentError } from '@imgclf/runtime';
import type { Batch, BatchData } from './batch';

/** Where batches come from, one pass at a time. */
export interface BatchSource {
  /** Batches in one pass, where known; `Infinity` where it never ends. */
  readonly steps: number | undefined;
  /** Starts a pass from the beginning, in an order of its own where the source is shuffled. */
  open(): AsyncIterator<Batch>;
  /** Frees what the source made for itself; the caller's tensors and datasets stay. */
  dispose(): void;
}

/**
 * A source that reads a dataset or anything else that can be iterated.
 * @throws {InvalidArgumentError} unless `data` can be iterated
 */
export function batchSource(data: unknown, argument: string): BatchSource {
  if (!isBatchData(data)) {
    throw new InvalidArgumentError({
      argument,
      allowed: 'a dataset or another iterable of {xs, ys}',
      received: data,
    });
  }
  return { steps: stepsOf(data), open: () => iterate(data), dispose: () => undefined };
}

function isBatchData(data: unknown): data is BatchData {
  if (typeof data === 'function') return true;
  return (
    typeof data === 'object' && data !== null && (Symbol.asyncIterator in data || Symbol.iterator in data)
  );
}

function stepsOf(data: BatchData): number | undefined {
  if (typeof data === 'function') return undefined;
  const { length } = data as { length?: number | undefined };
  return length;
}

function iterate(data: BatchData): AsyncIterator<Batch> {
  const iterable = typeof data === 'function' ? data() : data;
  if (Symbol.asyncIterator in iterable) return iterable[Symbol.asyncIterator]();
  return iterateSync(iterable);
}

async function* iterateSync(iterable: Iterable<Batch>): AsyncGenerator<Batch> {
  yield* iterable;
}
