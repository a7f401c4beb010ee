import { InvalidArgumentError } from '@imgclf/runtime';
import type { MetricBatch } from './metric';

/** The number of classes: the last axis of the predictions, 1 for rank 1. */
export function classCount({ predictionShape }: MetricBatch): number {
  return predictionShape.length < 2 ? 1 : (predictionShape.at(-1) as number);
}

/** The number of examples: all axes of the predictions but the last. */
export function rowCount(batch: MetricBatch): number {
  return batch.predictions.length / classCount(batch);
}

/** The index of the largest of `classes` values from `start` on; the first one where several are equal. */
export function argmax(values: ArrayLike<number>, start: number, classes: number): number {
  let best = 0;
  for (let i = 1; i < classes; i++) {
    if ((values[start + i] as number) > (values[start + best] as number)) best = i;
  }
  return best;
}

/**
 * One class id per example from class ids or one-hot rows. A single column of probabilities has class 1 above one
 * half; its labels are the 0/1 values themselves.
 */
export function labelIds(batch: MetricBatch): ArrayLike<number> {
  const rows = rowCount(batch);
  if (batch.labels.length === rows) return batch.labels;
  const classes = classCount(batch);
  requireSameSize(batch);
  return peaks(batch.labels, { rows, classes });
}

/** The predicted class id of each example: the most probable one, or, for a single column, 1 above one half. */
export function predictedIds(batch: MetricBatch): Int32Array {
  const classes = classCount(batch);
  const { predictions } = batch;
  if (classes === 1) return Int32Array.from(predictions, (probability) => Number(probability > 0.5));
  return peaks(predictions, { rows: rowCount(batch), classes });
}

function peaks(values: ArrayLike<number>, { rows, classes }: { rows: number; classes: number }): Int32Array {
  const ids = new Int32Array(rows);
  for (let row = 0; row < rows; row++) ids[row] = argmax(values, row * classes, classes);
  return ids;
}

/** The labels laid out like the predictions: as they are, or one-hot rows made of class ids. */
export function oneHotLabels(batch: MetricBatch): ArrayLike<number> {
  const classes = classCount(batch);
  if (batch.labels.length === batch.predictions.length) return batch.labels;
  if (batch.labels.length !== rowCount(batch)) requireSameSize(batch);
  const rows = new Uint8Array(batch.predictions.length);
  for (let row = 0; row < batch.labels.length; row++) {
    const id = batch.labels[row] as number;
    if (id >= 0 && id < classes) rows[row * classes + id] = 1;
  }
  return rows;
}

/** @throws {InvalidArgumentError} unless there is one label for each prediction */
export function requireSameSize({ labels, labelShape, predictions, predictionShape }: MetricBatch): void {
  if (labels.length === predictions.length) return;
  throw new InvalidArgumentError({
    argument: 'labels',
    allowed: `of the predictions' shape [${predictionShape}], or one class id per example`,
    received: labelShape,
  });
}
