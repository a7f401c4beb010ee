import { InvalidArgumentError } from '@imgclf/runtime';
import { type Batch, type BatchData, disposeBatch } from './batch';

/** Where batches come from, one pass at a time. */
export interface BatchSource {
  /** Batches in one pass, where known; `Infinity` where it never ends. */
  readonly steps: number | undefined;
  /** Starts a pass from the beginning, in an order of its own where the source is shuffled. */
  open(): AsyncIterator<Batch>;
  /** Brings the source to where it is after so many passes, without reading more of them than it has to. */
  skipPasses(passes: number): Promise<void>;
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
  return {
    steps: stepsOf(data),
    open: () => iterate(data),
    skipPasses: (passes) => skipPasses(data, passes),
  };
}

/** Begins passes and leaves them after one batch: datasets draw the order of a pass when it begins. */
async function skipPasses(data: BatchData, passes: number): Promise<void> {
  for (let i = 0; i < passes; i++) {
    const pass = iterate(data);
    const first = await pass.next();
    if (first.done !== true) disposeBatch(first.value);
    await pass.return?.();
  }
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
