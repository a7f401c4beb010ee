import { randomSeed, seedSchema } from '@imgclf/preprocess/internal';
import { InvalidArgumentError, Mt19937, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import { Dataset } from '../dataset/dataset';
import type { Batch } from '../dataset/example';

/** Options of {@link datasetFromTensors} and {@link datasetFromArrays}. */
export interface RowsOptions {
  /** Examples in a batch; the last batch may be smaller. @default 32 */
  batchSize?: number;
  /** Whether every pass has a random order of its own, over all examples. @default false */
  shuffle?: boolean;
  /** An integer from 0 to 2^32 - 1; the same seed gives the same orders. @default a random one */
  seed?: number;
}

/** What a dataset of rows is made of. */
export interface RowSource {
  /** First axes by the argument's name: `{xs: 60000, ys: 60000}`. */
  readonly sizes: Record<string, number>;
  /** Makes the batch of these rows, whose tensors go to the consumer. */
  readonly gather: (rows: Uint32Array) => Batch;
}

const schema = v.object({
  batchSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1, 'an integer of at least 1')), 32),
  shuffle: v.optional(v.boolean(), false),
  seed: v.optional(seedSchema),
});

/** Batches of rows by their numbers, in order or shuffled anew for each pass. */
export function datasetFromRows({ sizes, gather }: RowSource, options: RowsOptions): Dataset<Batch> {
  const { batchSize, shuffle, seed = randomSeed() } = parseOptions(schema, options);
  const count = commonSize(sizes);
  const seeds = new Mt19937(seed);
  const order = () =>
    shuffle
      ? new Mt19937(seeds.nextUint32()).permutation(count)
      : Uint32Array.from({ length: count }, (_, i) => i);
  return new Dataset(() => batchesOf(order(), batchSize, gather), { length: Math.ceil(count / batchSize) });
}

async function* batchesOf(
  order: Uint32Array,
  batchSize: number,
  gather: RowSource['gather'],
): AsyncGenerator<Batch> {
  for (let start = 0; start < order.length; start += batchSize) {
    yield gather(order.subarray(start, start + batchSize));
  }
}

function commonSize(sizes: Record<string, number>): number {
  const [first, ...others] = Object.entries(sizes) as [[string, number], ...[string, number][]];
  const odd = others.find(([, size]) => size !== first[1]);
  if (odd === undefined) return first[1];
  throw new InvalidArgumentError({
    argument: odd[0],
    allowed: `${first[1]} examples, as many as ${first[0]} has`,
    received: odd[1],
  });
}
