import {
  type DataType,
  getKernel,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
  util,
} from '@tensorflow/tfjs-core';

/** What TensorFlow.js hands a kernel of the WebAssembly backend. */
export interface KernelInvocation<Input extends string, Attributes = object> {
  inputs: Record<Input, TensorInfo>;
  attrs: Attributes;
  backend: OutputBackend;
}

interface OutputBackend {
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
}

/** Computes a kernel's output, or undefined for inputs that it leaves to TensorFlow.js's own kernel. */
export type WasmKernel = (invocation: never) => TensorInfo | undefined;

interface AnyInvocation extends KernelInvocation<string> {
  inputs: Record<string, TensorInfo>;
}

/**
 * Registers a kernel with the WebAssembly backend, in front of TensorFlow.js's own where there is one: that gets what
 * `kernel` leaves to it, and inputs that are empty or not float32.
 */
export function registerWasmKernel(kernelName: string, kernel: WasmKernel): void {
  const backendName = 'wasm';
  const stock = getKernel(kernelName, backendName);
  const ours = kernel as (invocation: AnyInvocation) => TensorInfo | undefined;
  if (stock !== undefined) unregisterKernel(kernelName, backendName);
  registerKernel({
    ...stock,
    kernelName,
    backendName,
    kernelFunc(call) {
      const invocation = call as unknown as AnyInvocation;
      const output = stock === undefined || suits(invocation) ? ours(invocation) : undefined;
      return output ?? stock.kernelFunc(call);
    },
  });
}

/** Whether our kernels work on the inputs. */
function suits({ inputs }: AnyInvocation): boolean {
  const given = Object.values(inputs).filter((input) => input !== undefined && input !== null);
  return given.every(({ dtype, shape }) => dtype === 'float32' && util.sizeFromShape(shape) > 0);
}
