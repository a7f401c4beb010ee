import {
  engine,
  fused,
  getKernel,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  type Tensor,
  type Tensor4D,
  tensor1d,
  tensor4d,
  tidy,
  unregisterKernel,
  util,
} from '@tensorflow/tfjs-core';
import { registerReluGradients } from '../backends/register-relu-gradients';
import { fusedConv2d, isFusedConv2d } from './fused-conv2d';
import { maxPool, maxPoolGrad } from './max-pool';
import { relu6Grad, reluGrad } from './relu-grad';

const backendName = 'tensorflow';

/**
 * Registers faster kernels with tfjs-node's backend, which must be the current one: the gradients of relu and relu6, and
 * max pooling and convolutions with a bias where TensorFlow was built with oneDNN. Safe to call twice.
 */
export function registerTensorflowKernels(): void {
  if (getKernel('ReluGrad', backendName) !== undefined) return;
  registerKernel({ kernelName: 'ReluGrad', backendName, kernelFunc: reluGrad });
  registerKernel({ kernelName: 'Relu6Grad', backendName, kernelFunc: relu6Grad });
  registerReluGradients();
  const always = () => true;
  const pooling = [floatKernel('MaxPool', maxPool, always), floatKernel('MaxPoolGrad', maxPoolGrad, always)];
  replaceIfEqual(pooling, poolingExample);
  replaceIfEqual([floatKernel('FusedConv2D', fusedConv2d, isFusedConv2d)], convolutionExample);
}

/** A kernel that does with `kernelFunc` what is float32 and what that can, and the rest as before. */
function floatKernel(
  kernelName: string,
  kernelFunc: KernelFunc,
  can: (call: Parameters<KernelFunc>[0]) => boolean,
): KernelConfig {
  const stock = getKernel(kernelName, backendName);
  return {
    ...stock,
    kernelFunc: (call) => {
      const floats = Object.values(call.inputs).every((input) => (input?.dtype ?? 'float32') === 'float32');
      return floats && can(call) ? kernelFunc(call) : stock.kernelFunc(call);
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

/** Small integers, in which every way to add gives the same. */
function exampleTensor(shape: [number, number, number, number]): Tensor4D {
  const values = Float32Array.from(
    { length: util.sizeFromShape(shape) },
    (_, index) => ((index * 7) % 4) - 1,
  );
  return tensor4d(values, shape);
}

/** Overlapping windows over equal values, with padding: the maxima and where their gradients go. */
function poolingExample(): number[] {
  const attributes = { filterSize: 3, strides: 2, pad: 'same' };
  return tidy(() => {
    const input = exampleTensor([1, 5, 5, 2]);
    const output = engine().runKernel('MaxPool', { x: input }, attributes) as Tensor;
    const dx = engine().runKernel('MaxPoolGrad', { dy: output, input, output }, attributes) as Tensor;
    return [...output.dataSync(), ...dx.dataSync()];
  });
}

function convolutionExample(): number[] {
  return tidy(() => {
    const [x, filter, bias] = [
      exampleTensor([1, 5, 5, 2]),
      exampleTensor([3, 3, 2, 3]),
      tensor1d([1, -2, 3]),
    ];
    return [...fused.conv2d({ x, filter, bias, strides: 2, pad: 'same', activation: 'relu' }).dataSync()];
  });
}
