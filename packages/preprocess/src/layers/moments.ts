import { cast, moments, type Tensor, tidy } from '@tensorflow/tfjs-core';

/** Mean and population variance of some data, and how many rows it had. */
export interface Moments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly count: number;
}

/** The moments of a batch over all axes but those kept. */
export async function momentsOf(x: Tensor, kept: readonly number[]): Promise<Moments> {
  const axes = Array.from({ length: x.rank }, (_, axis) => axis).filter((axis) => !kept.includes(axis));
  const { mean, variance } = tidy(() => moments(cast(x, 'float32'), axes));
  try {
    const [means, variances] = await Promise.all([mean.data(), variance.data()]);
    return { mean: Float64Array.from(means), variance: Float64Array.from(variances), count: x.shape[0] ?? 0 };
  } finally {
    mean.dispose();
    variance.dispose();
  }
}

/** The moments of two sets of data together, as Keras combines those of batches. */
export function combineMoments(total: Moments | undefined, batch: Moments): Moments {
  if (total === undefined) return batch;
  const count = total.count + batch.count;
  const share = batch.count / count;
  const mean = total.mean.map((value, i) => value * (1 - share) + (batch.mean[i] as number) * share);
  const spread = ({ mean: own, variance }: Moments, i: number) =>
    (variance[i] as number) + ((own[i] as number) - (mean[i] as number)) ** 2;
  const variance = mean.map((_, i) => spread(total, i) * (1 - share) + spread(batch, i) * share);
  return { mean, variance, count };
}
