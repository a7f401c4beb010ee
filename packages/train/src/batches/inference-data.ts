import { InvalidArgumentError } from '@imgclf/runtime';
import type { BatchData } from './batch';
import { type BatchSource, batchSource } from './batch-source';
import { readExampleRows } from './example-rows';
import { rowSource } from './row-source';
import type { ArrayInput } from './rows';

/** What a model is run on without learning: batches, or arrays to be cut into them. */
export interface InferenceInput {
  data?: BatchData | undefined;
  x?: ArrayInput | undefined;
  y?: ArrayInput | undefined;
  batchSize?: number | undefined;
  steps?: number | undefined;
}

/**
 * A source, in order, of what `evaluate` and `predict` were given.
 * @throws {InvalidArgumentError} unless there is either data or x
 */
export async function inferenceData({ data, x, y, batchSize, steps }: InferenceInput): Promise<BatchSource> {
  if ((data === undefined) === (x === undefined)) {
    throw new InvalidArgumentError({
      argument: 'x',
      allowed: 'given, or data, but not both',
      received: x,
    });
  }
  if (x === undefined) return batchSource(data, 'data');
  return rowSource(await readExampleRows({ x, y }), { batchSize, steps });
}
