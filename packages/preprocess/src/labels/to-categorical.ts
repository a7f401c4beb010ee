import { InvalidArgumentError } from '@imgclf/runtime';
import { type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';

/**
 * One-hot encodes class numbers, as Keras's `to_categorical`.
 *
 * @param labels integers from 0 to `numClasses` - 1; NumPy's wrapping of negative ones is not copied
 * @param numClasses how many columns; by default one more than the largest label
 * @returns a float32 tensor [labels, classes] of zeros and ones, which the caller disposes
 * @throws {InvalidArgumentError}
 *
 * @example
 * toCategorical([0, 2], 3); // [[1, 0, 0], [0, 0, 1]]
 */
export function toCategorical(labels: ArrayLike<number>, numClasses?: number): Tensor2D {
  checkNumClasses(numClasses);
  checkLabels(labels, numClasses ?? maxClasses);
  const classes = numClasses ?? Array.from(labels).reduce((max, label) => Math.max(max, label), 0) + 1;
  const values = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) values[i * classes + (labels[i] as number)] = 1;
  return tensor2d(values, [labels.length, classes]);
}

/** More than any classifier has; a larger label is a mistake that would ask for all memory. */
const maxClasses = 2 ** 20;

function checkNumClasses(numClasses: number | undefined): void {
  if (numClasses === undefined) return;
  if (Number.isInteger(numClasses) && numClasses >= 1 && numClasses <= maxClasses) return;
  const allowed = `an integer from 1 to ${maxClasses}`;
  throw new InvalidArgumentError({ argument: 'numClasses', allowed, received: numClasses });
}

function checkLabels(labels: ArrayLike<number>, classes: number): void {
  if (!Array.isArray(labels) && !(ArrayBuffer.isView(labels) && !(labels instanceof DataView)))
    throw new InvalidArgumentError({
      argument: 'labels',
      allowed: 'an array of class numbers',
      received: labels,
    });
  for (const [i, label] of Array.from(labels as ArrayLike<number>).entries()) {
    if (Number.isInteger(label) && label >= 0 && label < classes) continue;
    const allowed = `an integer from 0 to ${classes - 1}`;
    throw new InvalidArgumentError({ argument: `labels[${i}]`, allowed, received: label });
  }
}
