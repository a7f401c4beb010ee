import type { Tensor } from '@tensorflow/tfjs-core';
import type { Metric } from '../metrics/metric';
import type { Logs } from './logs';

/** What a step computed, and the labels it was given. */
export interface BatchResult {
  /** The loss, still on the device. */
  loss?: Tensor | undefined;
  labels: ArrayLike<number>;
  labelShape: readonly number[];
  /** The model's output, still on the device. */
  predictions?: Tensor | undefined;
}

/** What a {@link BatchMeter} has added up. */
export type MeterState = {
  lossSum: number;
  lossCount: number;
  metrics: (readonly number[] | null)[];
};

/**
 * Keeps the loss, as a mean weighted by the sizes of the batches, and the metrics over the batches seen since the last
 * reset.
 */
export class BatchMeter {
  readonly #metrics: readonly Metric[];
  #lossSum = 0;
  #lossCount = 0;
  #hasLoss = false;

  constructor(metrics: readonly Metric[]) {
    this.#metrics = metrics;
  }

  reset(): void {
    this.#lossSum = 0;
    this.#lossCount = 0;
    for (const metric of this.#metrics) metric.reset();
  }

  /** Reads a batch's results off the device and takes them into account; returns the batch's own loss. */
  async update({ loss, labels, labelShape, predictions }: BatchResult): Promise<number | undefined> {
    const [lossValues, predictionValues] = await Promise.all([loss?.data(), predictions?.data()]);
    const value = lossValues?.[0];
    if (value !== undefined) this.#addLoss(value, labelShape[0] as number);
    if (predictions !== undefined && predictionValues !== undefined) {
      const predictionShape = predictions.shape;
      for (const metric of this.#metrics) {
        metric.update({ labels, labelShape, predictions: predictionValues, predictionShape });
      }
    }
    return value;
  }

  /** The results so far. */
  logs(): Logs {
    const logs: Logs = {};
    if (this.#hasLoss) logs.loss = this.#lossCount === 0 ? 0 : this.#lossSum / this.#lossCount;
    for (const metric of this.#metrics) logs[metric.name] = metric.result();
    return logs;
  }

  /** Everything the results rest on. */
  state(): MeterState {
    const metrics = this.#metrics.map((metric) => metric.saveState?.() ?? null);
    return { lossSum: this.#lossSum, lossCount: this.#lossCount, metrics };
  }

  /** Takes over what {@link state} gave; metrics that cannot save theirs start from nothing. */
  restore({ lossSum, lossCount, metrics }: MeterState): void {
    this.#lossSum = lossSum;
    this.#lossCount = lossCount;
    this.#hasLoss = true;
    for (const [index, metric] of this.#metrics.entries()) {
      const saved = metrics[index];
      if (saved) metric.loadState?.(saved);
    }
  }

  #addLoss(value: number, size: number): void {
    this.#hasLoss = true;
    this.#lossSum += value * size;
    this.#lossCount += size;
  }
}
