import { getBackend, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import { sampleImages } from '../../sampling/sample-images';
import type { Beyond, SampleJob } from '../../sampling/sample-job';
import type { ParsedProjective, ProjectiveFillMode } from './projective-options';
import { transformOnDevice } from './transform-on-device';
import { transformOnHeap } from './transform-on-heap';

/** Backends whose tensors are in the main memory, where a loop is faster than dozens of operations. */
const hostBackends = ['cpu', 'wasm', 'tensorflow'];

const beyond: Readonly<Record<ProjectiveFillMode, Beyond>> = {
  constant: 'constantTaps',
  nearest: 'edge',
  reflect: 'reflect',
  wrap: 'wrap',
};

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
  const { interpolation, fillValue, fillMode } = options;
  const how = { interpolation, fillValue, beyond: beyond[fillMode], singlePrecision: true };
  const job: SampleJob = { ...how, shape: images.shape, transforms };
  return transformOnHeap(images, job) ?? transformInMemory(images, job);
}

function transformInMemory(images: Tensor4D, job: SampleJob): Tensor4D {
  const data = images.dataSync<'float32'>();
  const result = new Float32Array(data.length);
  sampleImages(data, job, result);
  return tensor4d(result, images.shape);
}
