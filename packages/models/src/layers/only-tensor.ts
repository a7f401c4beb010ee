import type { Tensor } from '@tensorflow/tfjs-core';

/** The tensor that a layer with one input was called with. */
export function onlyTensor(inputs: Tensor | Tensor[]): Tensor {
  return Array.isArray(inputs) ? (inputs[0] as Tensor) : inputs;
}
