import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { type NativeBackend, nativeAttributes } from './native-backend';

interface ReluGradCall {
  inputs: { dy: TensorInfo; x: TensorInfo };
  backend: NativeBackend;
}

/** `dy` where `x` is positive, else 0. */
export const reluGrad = kernelOf('ReluGrad');

/** `dy` where `x` lies between 0 and 6, else 0. */
export const relu6Grad = kernelOf('Relu6Grad');

function kernelOf(operation: string): KernelFunc {
  const kernel = ({ inputs, backend }: ReluGradCall) =>
    backend.executeSingleOutput(operation, nativeAttributes(backend, { T: 'float32' }), [
      inputs.dy,
      inputs.x,
    ]);
  return kernel as unknown as KernelFunc;
}
