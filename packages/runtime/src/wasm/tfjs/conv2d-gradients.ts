import type { TensorInfo } from '@tensorflow/tfjs-core';
import { wasmKernels } from '../running-wasm-kernels';
import { checkGradientShape, convGeometryOf, type WindowAttributes } from './geometry-of';
import type { KernelInvocation } from './kernel-call';

type FilterCall = KernelInvocation<'x' | 'dy', WindowAttributes & { filterShape: number[] }>;
type InputCall = KernelInvocation<'dy' | 'filter', WindowAttributes & { inputShape: number[] }>;

/** Conv2DBackpropFilter, which TensorFlow.js lacks on this backend. */
export function conv2dBackpropFilter({ inputs: { x, dy }, attrs, backend }: FilterCall): TensorInfo {
  const kernels = wasmKernels();
  const geometry = convGeometryOf({ input: x.shape, filter: attrs.filterShape }, attrs);
  checkGradientShape(dy, geometry);
  const output = backend.makeOutput(attrs.filterShape, 'float32');
  kernels.run({
    kernel: 'conv2dBackpropFilter',
    x: kernels.pointerOf(x),
    dy: kernels.pointerOf(dy),
    dFilter: kernels.pointerOf(output),
    geometry,
  });
  return output;
}

/** Conv2DBackpropInput, also the kernel of a transposed convolution. */
export function conv2dBackpropInput({ inputs, attrs, backend }: InputCall): TensorInfo {
  const { dy, filter } = inputs;
  const kernels = wasmKernels();
  const geometry = convGeometryOf({ input: attrs.inputShape, filter: filter.shape }, attrs);
  checkGradientShape(dy, geometry);
  const output = backend.makeOutput(attrs.inputShape, 'float32');
  kernels.run({
    kernel: 'conv2dBackpropInput',
    dy: kernels.pointerOf(dy),
    filter: kernels.pointerOf(filter),
    dx: kernels.pointerOf(output),
    geometry,
  });
  return output;
}
