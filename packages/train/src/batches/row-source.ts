import type { Batch } from './batch';
import type { BatchSource } from './batch-source';
import type { ExampleRows } from './example-rows';
import { ReusedTensors } from './reused-tensors';
import { pickRows, rowsTensor } from './rows';
import type { Shuffler } from './shuffler';

/** Options of {@link rowSource}. */
export interface RowSourceOptions {
  /** Examples in a batch. @default what deals the examples out in `steps`, else 32, as in Keras */
  batchSize?: number | undefined;
  /** The steps that will be taken, where they are given. */
  steps?: number | undefined;
  /** Shuffles every pass; without it passes are in order. */
  shuffler?: Shuffler | undefined;
  /** The first example. */
  start?: number;
  /** One past the last example. */
  end?: number;
}

const defaultBatchSize = 32;

/**
 * Deals rows out in batches, the last of which may be small. A shuffled pass draws its order when it is opened, as
 * `RandomState.permutation` does.
 */
export function rowSource(
  rows: ExampleRows,
  { batchSize: wanted, steps, shuffler, start = 0, end = rows.xs.shape[0] as number }: RowSourceOptions,
): BatchSource {
  const count = end - start;
  const batchSize = wanted ?? (steps === undefined ? defaultBatchSize : Math.ceil(count / steps));
  const inOrder = Uint32Array.from({ length: count }, (_, i) => start + i);
  return {
    steps: Math.ceil(count / batchSize),
    open() {
      const order = shuffler?.permutation(count).map((place) => start + place) ?? inOrder;
      return batches(rows, order, batchSize);
    },
    async skipPasses(passes) {
      for (let i = 0; i < passes; i++) shuffler?.permutation(count);
    },
  };
}

async function* batches(rows: ExampleRows, order: Uint32Array, batchSize: number): AsyncGenerator<Batch> {
  const tensors = new ReusedTensors(rows.xs);
  try {
    for (let from = 0; from < order.length; from += batchSize) {
      const places = order.subarray(from, from + batchSize);
      yield { xs: tensors.make(places), ...labelsAt(rows, places) };
    }
  } finally {
    tensors.dispose();
  }
}

function labelsAt({ ys, sampleWeight }: ExampleRows, places: Uint32Array): Omit<Batch, 'xs'> {
  const batch: Omit<Batch, 'xs'> = {};
  if (ys !== undefined) {
    const picked = pickRows(ys, places);
    batch.labels = picked.data;
    batch.ys = rowsTensor(picked);
  }
  if (sampleWeight !== undefined) batch.sampleWeight = rowsTensor(pickRows(sampleWeight, places));
  return batch;
}
