import { InvalidArgumentError } from '@imgclf/runtime';
import { add, div, mul, reshape, slice, sub, sum, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { grayscaleWeights } from '../color/to-grayscale';
import { resizeTensor } from '../resize/resize-tensor';
import { preprocessInput } from '../tensors/preprocess-input';
import type { CheckedStep } from './preprocessing-step';

type NormalizeStep = Extract<CheckedStep, { op: 'normalize' }>;

/** Applies one step to a batch of float32 examples. Call it within `tidy`; a step may return `batch` itself. */
export function applyStep(batch: Tensor, step: CheckedStep): Tensor {
  switch (step.op) {
    case 'resize': {
      const { op: _, ...options } = step;
      return resizeTensor(batch, options);
    }
    case 'grayscale':
      return grayscale(batch);
    case 'flatten':
      return reshape(batch, [batch.shape[0] as number, -1]);
    case 'rescale':
      return add(mul(batch, step.scale), step.offset);
    case 'normalize':
      return normalize(batch, step);
    case 'preprocessInput':
      return preprocessInput(batch, { mode: step.mode });
  }
}

function grayscale(batch: Tensor): Tensor {
  const channels = batch.shape.at(-1) as number;
  if (batch.rank !== 4 || channels < 1 || channels > 4) {
    const allowed = 'a tensor [batch, height, width, channels] of 1 to 4 channels';
    throw new InvalidArgumentError({ argument: 'batch', allowed, received: batch.shape });
  }
  const first = (count: number) => slice(batch, [0, 0, 0, 0], [-1, -1, -1, count]);
  if (channels < 3) return first(1);
  return sum(mul(first(3), tensor1d([...grayscaleWeights])), -1, true);
}

function normalize(batch: Tensor, { mean, std, epsilon }: NormalizeStep): Tensor {
  const divisor = Array.isArray(std) ? std.map((value) => value + epsilon) : std + epsilon;
  return div(sub(batch, alongLastAxis(mean, batch, 'mean')), alongLastAxis(divisor, batch, 'std'));
}

function alongLastAxis(values: number | number[], batch: Tensor, argument: string): Tensor | number {
  if (typeof values === 'number') return values;
  const size = batch.shape.at(-1) as number;
  if (values.length === size) return tensor1d(values);
  const allowed = `one number, or one for each of the ${size} entries of the last axis`;
  throw new InvalidArgumentError({ argument, allowed, received: `${values.length} numbers` });
}
