import { InvalidArgumentError } from '@imgclf/runtime';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Loss } from '../losses/loss';

/** What {@link checkLabels} looks at. */
export interface LabelCheck {
  /** The label values of a batch or a whole set, row-major. */
  labels: ArrayLike<number>;
  labelShape: readonly number[];
  model: LayersModel;
  loss: Loss;
}

/**
 * Checks labels before they reach a loss that would turn them into nonsense or NaN: class ids must be among the model's
 * classes, one-hot rows as wide as its output, and binary labels from 0 to 1. Other losses are not checked.
 *
 * @throws {InvalidArgumentError} naming the first label that is out of range
 */
export function checkLabels(check: LabelCheck): void {
  const { name } = check.loss;
  if (name === 'sparseCategoricalCrossentropy') checkIds(check);
  if (name === 'categoricalCrossentropy') checkWidth(check);
  if (name === 'binaryCrossentropy') {
    checkWidth(check);
    checkRange(check);
  }
}

function outputWidth(model: LayersModel): number {
  return model.outputs[0]?.shape.at(-1) as number;
}

function checkIds({ labels, model }: LabelCheck): void {
  const classes = outputWidth(model);
  for (let i = 0; i < labels.length; i++) {
    const id = labels[i] as number;
    if (Number.isInteger(id) && id >= 0 && id < classes) continue;
    throw new InvalidArgumentError({
      argument: `ys[${i}]`,
      allowed: `a class id from 0 to ${classes - 1}, the model's classes`,
      received: id,
    });
  }
}

function checkWidth({ labelShape, model }: LabelCheck): void {
  const width = outputWidth(model);
  if (labelShape.at(-1) === width || (width === 1 && labelShape.length === 1)) return;
  throw new InvalidArgumentError({
    argument: 'ys',
    allowed: `one row of ${width} values per example, as wide as the model's output`,
    received: `shape [${labelShape.join(', ')}]`,
  });
}

function checkRange({ labels }: LabelCheck): void {
  for (let i = 0; i < labels.length; i++) {
    const value = labels[i] as number;
    if (value >= 0 && value <= 1) continue;
    throw new InvalidArgumentError({ argument: `ys[${i}]`, allowed: 'a value from 0 to 1', received: value });
  }
}
