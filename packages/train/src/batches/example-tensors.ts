import { InvalidArgumentError } from '@imgclf/runtime';
import { Tensor, type TensorLike, tensor } from '@tensorflow/tfjs-core';
import type { ExampleTensors } from './tensor-source';

/** Examples, labels or weights as callers hand them over: a tensor, or nested arrays of numbers. */
export type ArrayInput = Tensor | TensorLike;

/** What {@link withExampleTensors} checks. The names are the caller's arguments. */
export interface ExampleArrays {
  x: ArrayInput;
  y?: ArrayInput | undefined;
  sampleWeight?: ArrayInput | undefined;
}

/** Tensors of the caller's arrays and the means to free those that were made here. */
export interface OwnedExampleTensors {
  tensors: ExampleTensors;
  dispose(): void;
}

/**
 * Turns arrays into tensors and checks that they hold equally many examples, at least one.
 *
 * @param prefix what the arguments' names start with in errors, such as `validationData.`
 * @throws {InvalidArgumentError}
 */
export function exampleTensors(arrays: ExampleArrays, prefix = ''): OwnedExampleTensors {
  const made: Tensor[] = [];
  const dispose = () => {
    for (const each of made) each.dispose();
  };
  try {
    const read = (name: keyof ExampleArrays) =>
      toTensor(arrays[name] as ArrayInput, `${prefix}${name}`, made);
    const xs = read('x');
    const tensors: ExampleTensors = { xs };
    if (arrays.y !== undefined) tensors.ys = requireLength(read('y'), xs, `${prefix}y`);
    if (arrays.sampleWeight !== undefined) {
      tensors.sampleWeight = requireLength(read('sampleWeight'), xs, `${prefix}sampleWeight`);
    }
    return { tensors, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function toTensor(value: ArrayInput, argument: string, made: Tensor[]): Tensor {
  const result = value instanceof Tensor ? value : fromArray(value, argument);
  if (result !== value) made.push(result);
  if (result.rank > 0 && (result.shape[0] as number) > 0) return result;
  throw new InvalidArgumentError({
    argument,
    allowed: 'a tensor or array of at least one example',
    received: `shape [${result.shape}]`,
  });
}

function fromArray(value: TensorLike, argument: string): Tensor {
  try {
    return tensor(value);
  } catch (cause) {
    throw new InvalidArgumentError({
      argument,
      allowed: 'a tensor or an evenly nested array of numbers',
      received: value,
      cause,
    });
  }
}

function requireLength(tensor: Tensor, xs: Tensor, argument: string): Tensor {
  if (tensor.shape[0] === xs.shape[0]) return tensor;
  throw new InvalidArgumentError({
    argument,
    allowed: `of as many examples as x, ${xs.shape[0]}`,
    received: `shape [${tensor.shape}]`,
  });
}
