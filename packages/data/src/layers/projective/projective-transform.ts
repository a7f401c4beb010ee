import { getBackend, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import type { ParsedProjective } from './projective-options';
import { transformOnDevice } from './transform-on-device';
import { transformOnHost } from './transform-on-host';

/** Backends whose tensors are in the main memory, where a loop is faster than dozens of operations. */
const hostBackends = ['cpu', 'wasm', 'tensorflow'];

/**
 * Draws each image through its own projective transformation, with TensorFlow's numbers on every backend.
 * TensorFlow.js's own `image.transform` is wrong or missing on three of them. Has no gradient.
 *
 * @param images float32 `[count, height, width, channels]`
 * @param transforms for each image eight numbers a0 a1 a2 b0 b1 b2 c0 c1: the output pixel (x, y) shows the input at
 * ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k) with k = c0 x + c1 y + 1
 * @returns a new tensor of the same shape
 */
export function projectiveTransform(
  images: Tensor4D,
  transforms: Float32Array,
  options: ParsedProjective,
): Tensor4D {
  if (!hostBackends.includes(getBackend())) return transformOnDevice(images, transforms, options);
  const data = images.dataSync<'float32'>();
  return tensor4d(transformOnHost(data, images.shape, transforms, options), images.shape);
}
