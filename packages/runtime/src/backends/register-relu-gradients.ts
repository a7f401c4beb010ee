import {
  engine,
  type GradConfig,
  getBackend,
  getGradient,
  getKernel,
  type NamedTensorMap,
  registerGradient,
  type Tensor,
  zerosLike,
} from '@tensorflow/tfjs-core';

/** Activations whose gradient is `dy` where the input lies inside their linear part, and the kernel that computes it. */
const gradientKernels = { Relu: 'ReluGrad', Relu6: 'Relu6Grad' };

/**
 * Lets the gradients of relu and relu6 run the kernels `ReluGrad` and `Relu6Grad` (inputs `dy` and the activation's input
 * `x`) on a backend that has them. TensorFlow.js multiplies `dy` with a step function instead. Safe to call twice.
 */
export function registerReluGradients(): void {
  for (const [activation, gradient] of Object.entries(gradientKernels)) {
    if (getGradient(gradient) !== undefined) continue;
    registerGradient(gradientOfGradient(gradient));
    const stock = getGradient(activation);
    registerGradient({
      kernelName: activation,
      inputsToSave: ['x'],
      gradFunc(dy, saved, attrs) {
        if (getKernel(gradient, getBackend()) === undefined) return stock.gradFunc(dy, saved, attrs);
        const [x] = saved;
        return { x: () => engine().runKernel(gradient, { dy, x } as NamedTensorMap) as Tensor };
      },
    });
  }
}

/** The gradient is linear in `dy`, and does not change with `x`. */
function gradientOfGradient(kernelName: string): GradConfig {
  return {
    kernelName,
    inputsToSave: ['x'],
    gradFunc(ddx, [x]) {
      const inputs = { dy: ddx, x } as NamedTensorMap;
      return { dy: () => engine().runKernel(kernelName, inputs) as Tensor, x: () => zerosLike(x as Tensor) };
    },
  };
}
