import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { wasmKernels } from '../running-wasm-kernels';
import type { KernelInvocation } from './kernel-call';

type ReluGradCall = KernelInvocation<'dy' | 'x'>;

/** ReluGrad: `dy` where `x` is positive, else 0. */
export function reluGrad(call: ReluGradCall): TensorInfo {
  return activationGrad(call, 'relu');
}

/** Relu6Grad: `dy` where `x` lies between 0 and 6, else 0. */
export function relu6Grad(call: ReluGradCall): TensorInfo {
  return activationGrad(call, 'relu6');
}

function activationGrad({ inputs, backend }: ReluGradCall, activation: 'relu' | 'relu6'): TensorInfo {
  const { dy, x } = inputs;
  const output = backend.makeOutput(x.shape, 'float32');
  const length = util.sizeFromShape(x.shape);
  if (length === 0) return output;
  const kernels = wasmKernels();
  kernels.run({
    kernel: 'reluGrad',
    dy: kernels.pointerOf(dy),
    y: kernels.pointerOf(x),
    dx: kernels.pointerOf(output),
    length,
    activation,
  });
  return output;
}
