import { reshape, type Tensor } from '@tensorflow/tfjs-core';

/** Another tensor over the same memory, which lives until both are disposed. TensorFlow.js's `clone` copies on WebAssembly. */
export function sameMemory(tensor: Tensor): Tensor {
  return reshape(tensor, tensor.shape);
}
