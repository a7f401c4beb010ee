import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { wasmKernels } from '../running-wasm-kernels';
import { fusedActivationOf } from './fused-activation';
import { convGeometryOf, type WindowAttributes } from './geometry-of';
import type { KernelInvocation } from './kernel-call';

type FusedAttributes = WindowAttributes & { activation?: string };
type ConvCall = KernelInvocation<'x' | 'filter', FusedAttributes> & {
  inputs: { bias?: TensorInfo; preluActivationWeights?: TensorInfo };
};

/**
 * Conv2D and FusedConv2D. TensorFlow.js's own kernel is slower in training, because it prepares each new filter for
 * inference, and gives zeros for `same` padding with strides above the filter's size.
 */
export function convolution(call: ConvCall): TensorInfo | undefined {
  return run(call, 'conv2d');
}

/** DepthwiseConv2dNative and FusedDepthwiseConv2D, for the same reasons. */
export function depthwiseConvolution(call: ConvCall): TensorInfo | undefined {
  return run(call, 'depthwiseConv2d');
}

/** What is wrong with the arguments or beyond ours is left to TensorFlow.js's kernel, which says so or does it. */
function run({ inputs, attrs, backend }: ConvCall, kernel: 'conv2d' | 'depthwiseConv2d') {
  const { x, filter, bias, preluActivationWeights } = inputs;
  const activation = fusedActivationOf(attrs.activation);
  if (activation === undefined || preluActivationWeights || (attrs.dataFormat ?? 'NHWC') !== 'NHWC') {
    return undefined;
  }
  const depthwise = kernel === 'depthwiseConv2d';
  const geometry = convGeometryOf({ input: x.shape, filter: filter.shape, depthwise }, attrs);
  if (bias && util.sizeFromShape(bias.shape) !== geometry.outputChannels) return undefined;
  const { batch, outputHeight, outputWidth, outputChannels } = geometry;
  const output = backend.makeOutput([batch, outputHeight, outputWidth, outputChannels], 'float32');
  const kernels = wasmKernels();
  kernels.run({
    kernel,
    x: kernels.pointerOf(x),
    filter: kernels.pointerOf(filter),
    ...(bias && { bias: kernels.pointerOf(bias) }),
    activation,
    y: kernels.pointerOf(output),
    geometry,
  });
  return output;
}
