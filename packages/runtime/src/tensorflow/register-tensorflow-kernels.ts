import {
  engine,
  getKernel,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  type Tensor,
  tensor4d,
  tidy,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { registerReluGradients } from '../backends/register-relu-gradients';
import { maxPool, maxPoolGrad } from './max-pool';
import { relu6Grad, reluGrad } from './relu-grad';

const backendName = 'tensorflow';

/**
 * Registers faster kernels with tfjs-node's backend, which must be the current one: the gradients of relu and relu6, and
 * max pooling where TensorFlow was built with oneDNN. Safe to call twice.
 */
export function registerTensorflowKernels(): void {
  if (getKernel('ReluGrad', backendName) !== undefined) return;
  registerKernel({ kernelName: 'ReluGrad', backendName, kernelFunc: reluGrad });
  registerKernel({ kernelName: 'Relu6Grad', backendName, kernelFunc: relu6Grad });
  registerReluGradients();
  replaceIfEqual([floatKernel('MaxPool', maxPool), floatKernel('MaxPoolGrad', maxPoolGrad)], poolingExample);
}

/** A kernel that does float32 with `kernelFunc` and other types as before. */
function floatKernel(kernelName: string, kernelFunc: KernelFunc): KernelConfig {
  const stock = getKernel(kernelName, backendName);
  return {
    ...stock,
    kernelFunc: (call) => {
      const floats = Object.values(call.inputs).every((input) => input?.dtype === 'float32');
      return floats ? kernelFunc(call) : stock.kernelFunc(call);
    },
  };
}

/** Replaces kernels where the new ones give what the old ones give: not every build of TensorFlow has oneDNN. */
function replaceIfEqual(kernels: readonly KernelConfig[], example: () => number[]): void {
  const stock = kernels.map(({ kernelName }) => getKernel(kernelName, backendName));
  const expected = example();
  replace(kernels);
  if (!gives(example, expected)) replace(stock);
}

function replace(kernels: readonly KernelConfig[]): void {
  for (const kernel of kernels) {
    unregisterKernel(kernel.kernelName, backendName);
    registerKernel(kernel);
  }
}

function gives(example: () => number[], expected: number[]): boolean {
  try {
    return example().every((value, index) => value === expected[index]);
  } catch {
    return false;
  }
}

/** Overlapping windows over equal values, with padding: the maxima and where their gradients go. */
function poolingExample(): number[] {
  const attributes = { filterSize: 3, strides: 2, pad: 'same' };
  const values = Float32Array.from({ length: 50 }, (_, index) => ((index * 7) % 4) - 1);
  return tidy(() => {
    const input = tensor4d(values, [1, 5, 5, 2]);
    const output = engine().runKernel('MaxPool', { x: input }, attributes) as Tensor;
    const dx = engine().runKernel('MaxPoolGrad', { dy: output, input, output }, attributes) as Tensor;
    return [...output.dataSync(), ...dx.dataSync()];
  });
}
