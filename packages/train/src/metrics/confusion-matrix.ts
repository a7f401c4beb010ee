import { InvalidArgumentError } from '@imgclf/runtime';

/** Class ids, one per example. */
export type ClassIds = ArrayLike<number>;

/**
 * Counts how often each class was taken for which: `matrix[label][prediction]`, rows are the true classes, as in
 * TensorFlow and scikit-learn.
 *
 * @param labels the true class ids
 * @param predictions the predicted class ids, as many
 * @param classes how many classes there are
 * @throws {InvalidArgumentError} when the lengths differ or an id is not from 0 to `classes` - 1
 */
export function confusionMatrix(labels: ClassIds, predictions: ClassIds, classes: number): number[][] {
  if (labels.length !== predictions.length) {
    throw new InvalidArgumentError({
      argument: 'predictions',
      allowed: `as many as there are labels, ${labels.length}`,
      received: predictions.length,
    });
  }
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < labels.length; i++) {
    const row = matrix[requireId('labels', labels[i], i, classes)] as number[];
    const column = requireId('predictions', predictions[i], i, classes);
    row[column] = (row[column] as number) + 1;
  }
  return matrix;
}

function requireId(name: string, id: number | undefined, index: number, classes: number): number {
  if (id !== undefined && Number.isInteger(id) && id >= 0 && id < classes) return id;
  throw new InvalidArgumentError({
    argument: `${name}[${index}]`,
    allowed: `a class id from 0 to ${classes - 1}`,
    received: id,
  });
}
