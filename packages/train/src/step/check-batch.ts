import { InvalidArgumentError } from '@imgclf/runtime';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Loss } from '../losses/loss';
import type { StepBatch } from './training-step';

/** Losses whose labels have the shape of the model's output. */
const likeOutput: ReadonlySet<string> = new Set([
  'categoricalCrossentropy',
  'binaryCrossentropy',
  'meanSquaredError',
  'meanAbsoluteError',
  'meanAbsolutePercentageError',
  'meanSquaredLogarithmicError',
  'klDivergence',
  'poisson',
]);

/**
 * Checks a batch's shapes before anything is computed.
 *
 * @throws {InvalidArgumentError} when the examples do not fit the model, or the labels or weights do not fit the
 * examples and the loss
 */
export function checkBatch(model: LayersModel, { xs, ys, sampleWeight }: StepBatch, loss: Loss): void {
  const [batch = 0] = xs.shape;
  const inputShape = [batch, ...(model.inputs[0]?.shape.slice(1) ?? [])];
  if (batch === 0 || !fits(xs.shape, inputShape)) refuse('batch.xs', describe(inputShape, 'batch'), xs.shape);
  const outputShape = [batch, ...(model.outputs[0]?.shape.slice(1) ?? [])];
  if (likeOutput.has(loss.name) && !fits(ys.shape, outputShape))
    refuse('batch.ys', describe(outputShape), ys.shape);
  const places = outputShape.slice(0, -1).reduce<number>((product, size) => product * (size ?? 1), 1);
  if (loss.name === 'sparseCategoricalCrossentropy' && ys.size !== places) {
    refuse('batch.ys', `${places} class ids`, ys.shape);
  }
  if (sampleWeight !== undefined && sampleWeight.size !== batch) {
    refuse('batch.sampleWeight', `of shape [${batch}]`, sampleWeight.shape);
  }
}

function fits(shape: readonly number[], wanted: readonly (number | null)[]): boolean {
  return (
    shape.length === wanted.length && wanted.every((size, axis) => size === null || size === shape[axis])
  );
}

function describe(shape: readonly (number | null)[], first?: string): string {
  const [batch, ...rest] = shape.map((size) => (size === null ? 'any' : String(size)));
  return `of shape [${[first ?? batch, ...rest].join(', ')}]`;
}

function refuse(argument: string, allowed: string, shape: readonly number[]): never {
  throw new InvalidArgumentError({ argument, allowed, received: [...shape] });
}
