import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Activation, ActivationGradient } from '../program/operation';
import type { RunOperation } from './kernel-values';
import type { Kernels } from './kernels';

/** An activation's gradient from its output. */
type Gradient = (kernels: Kernels, dy: TensorInfo, y: TensorInfo) => TensorInfo;

const gradients: Readonly<Record<Activation, Gradient>> = {
  relu: (kernels, dy, y) => multiply(kernels, dy, step(kernels, y)),
  relu6: (kernels, dy, y) => {
    const below = step(kernels, kernels.run('Sub', { a: kernels.constant(6), b: y }));
    return multiply(kernels, multiply(kernels, dy, step(kernels, y)), below);
  },
  sigmoid: (kernels, dy, y) => {
    const slope = multiply(kernels, y, kernels.run('Sub', { a: kernels.constant(1), b: y }));
    return multiply(kernels, dy, slope);
  },
  tanh: (kernels, dy, y) => {
    const slope = kernels.run('Sub', { a: kernels.constant(1), b: kernels.run('Square', { x: y }) });
    return multiply(kernels, dy, slope);
  },
  softmax: (kernels, dy, y) => {
    const axis = [y.shape.length - 1];
    const sum = kernels.run('Sum', { x: multiply(kernels, dy, y) }, { axis, keepDims: false });
    const column = { ...sum, shape: [...y.shape.slice(0, -1), 1] };
    return multiply(kernels, y, kernels.run('Sub', { a: dy, b: column }));
  },
};

export const runActivationGradient: RunOperation<ActivationGradient> = (
  values,
  { dy, y, dx, activation },
) => {
  const { kernels } = values;
  const [gradient] = kernels.scope(
    () => [gradients[activation](kernels, values.get(dy), values.get(y))] as const,
  );
  values.set(dx, gradient);
};

function multiply(kernels: Kernels, a: TensorInfo, b: TensorInfo): TensorInfo {
  return kernels.run('Multiply', { a, b });
}

/** 1 where positive, else 0. */
function step(kernels: Kernels, x: TensorInfo): TensorInfo {
  return kernels.run('Step', { x }, { alpha: 0 });
}
