import { InvalidArgumentError } from '@imgclf/runtime';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Batch, LabelledBatch } from './batch';

type Shape = readonly (number | null)[];

/** @throws {InvalidArgumentError} unless the model has one input and one output */
export function requireSingleInputAndOutput(model: LayersModel): void {
  if (model.inputs.length === 1 && model.outputs.length === 1) return;
  throw new InvalidArgumentError({
    argument: 'model',
    allowed: 'a model with one input and one output',
    received: `${model.inputs.length} inputs and ${model.outputs.length} outputs`,
  });
}

/** @throws {InvalidArgumentError} unless the batch's examples have the model's input shape */
export function checkExamples(model: LayersModel, { xs }: Batch): void {
  const wanted = model.inputs[0]?.shape as Shape;
  const fits =
    wanted.length === xs.shape.length &&
    wanted.every((size, i) => i === 0 || size === null || size === xs.shape[i]);
  if (fits) return;
  throw new InvalidArgumentError({
    argument: 'xs',
    allowed: `of the model's input shape ${describeShape(wanted)}`,
    received: `shape ${describeShape(xs.shape)}`,
  });
}

/** @throws {InvalidArgumentError} unless the batch has labels, and as many labels and weights as examples */
export function requireLabels(batch: Batch): asserts batch is LabelledBatch {
  requireFirstAxis(batch, 'ys');
  if (batch.sampleWeight !== undefined) requireFirstAxis(batch, 'sampleWeight');
}

function requireFirstAxis(batch: Batch, name: 'ys' | 'sampleWeight'): void {
  const tensor = batch[name];
  if (tensor !== undefined && tensor.shape[0] === batch.xs.shape[0]) return;
  throw new InvalidArgumentError({
    argument: name,
    allowed: `a tensor of as many examples as xs, ${batch.xs.shape[0]}`,
    received: tensor === undefined ? undefined : `shape ${describeShape(tensor.shape)}`,
  });
}

function describeShape(shape: Shape): string {
  return `[${shape.map((size) => size ?? 'any').join(', ')}]`;
}
