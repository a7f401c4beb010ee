import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { wasmKernels } from '../running-wasm-kernels';
import { poolGeometryOf, type WindowAttributes } from './geometry-of';
import type { KernelInvocation } from './kernel-call';

type PoolAttributes = WindowAttributes & { filterSize: [number, number] | number };
type MaxPoolGradCall = KernelInvocation<'dy' | 'input' | 'output', PoolAttributes>;
type AvgPoolGradCall = KernelInvocation<'dy' | 'input', PoolAttributes>;

/** MaxPoolGrad: the gradient goes to the first of equal maxima, as in TensorFlow. */
export function maxPoolGrad({ inputs: { dy, input }, attrs, backend }: MaxPoolGradCall): TensorInfo {
  const kernels = wasmKernels();
  const geometry = poolGeometryOf(input, attrs);
  const output = backend.makeOutput(input.shape, 'float32');
  const outputs = util.sizeFromShape(dy.shape);
  const maxima = kernels.allocate(outputs * 4);
  const argmax = kernels.allocate(outputs * 2);
  try {
    const dx = kernels.pointerOf(output);
    kernels.run(
      { kernel: 'maxPool', x: kernels.pointerOf(input), y: maxima, argmax, geometry },
      { kernel: 'maxPoolGrad', dy: kernels.pointerOf(dy), argmax, dx, geometry },
    );
  } finally {
    kernels.free(maxima);
    kernels.free(argmax);
  }
  return output;
}

/** AvgPoolGrad. */
export function avgPoolGrad({ inputs: { dy, input }, attrs, backend }: AvgPoolGradCall): TensorInfo {
  const kernels = wasmKernels();
  const geometry = poolGeometryOf(input, attrs);
  const output = backend.makeOutput(input.shape, 'float32');
  const dx = kernels.pointerOf(output);
  kernels.run({ kernel: 'avgPoolGrad', dy: kernels.pointerOf(dy), dx, geometry });
  return output;
}
