/** One batch as metrics see it: plain numbers, so that no metric depends on a TensorFlow.js backend. */
export interface MetricBatch {
  /** Labels in row-major order: class ids, 0/1 values or one-hot rows. */
  readonly labels: ArrayLike<number>;
  readonly labelShape: readonly number[];
  /** The model's output in row-major order, normally probabilities. */
  readonly predictions: ArrayLike<number>;
  /** Rank 2 for classifiers: examples, classes. Middle axes count as more examples. */
  readonly predictionShape: readonly number[];
}

/**
 * A number computed over a whole set of predictions. `update` takes them batch by batch, and the result never depends
 * on how they were batched.
 */
export interface Metric {
  /** The key under which results are reported. */
  readonly name: string;
  /** Which way is better; callbacks that monitor the metric in mode `auto` need it. */
  readonly direction?: 'up' | 'down';
  /**
   * Takes one more batch into account.
   * @throws {InvalidArgumentError} when labels and predictions do not fit together
   */
  update(batch: MetricBatch): void;
  /** The value over all batches since the last reset; 0 when there were none, as in Keras. */
  result(): number;
  /** Forgets all batches. */
  reset(): void;
  /** What {@link result} rests on, so that a run can be taken up in the middle of an epoch. */
  saveState?(): readonly number[];
  /** Takes over what {@link saveState} gave. */
  loadState?(state: readonly number[]): void;
}
