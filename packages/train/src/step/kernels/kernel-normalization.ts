import type { TensorInfo } from '@tensorflow/tfjs-core';
import type {
  BatchNormTraining,
  BatchNormTrainingGradient,
  FoldBatchNorm,
  ScaleAndShift,
  ValueId,
} from '../program/operation';
import { activationKernels } from './kernel-simple';
import type { KernelValues, RunOperation } from './kernel-values';
import { type Kernels, reshaped } from './kernels';

export const runBatchNorm: RunOperation<BatchNormTraining> = (values, operation) => {
  const { kernels } = values;
  const { x, y, gamma, beta, rows, columns, epsilon, momentum, activation = 'linear' } = operation;
  const [mean, variance, output] = kernels.scope(() => {
    const flat = reshaped(values.get(x), [rows, columns]);
    const mean = average(kernels, flat);
    const variance = average(kernels, kernels.run('Square', { x: kernels.run('Sub', { a: flat, b: mean }) }));
    const inputs = { x: reshaped(flat, [1, 1, rows, columns]), mean, variance };
    const affine = { scale: values.maybe(gamma), offset: values.maybe(beta) };
    const attrs = { varianceEpsilon: epsilon };
    const normal = kernels.run('FusedBatchNorm', { ...inputs, ...affine }, attrs);
    const result =
      activation === 'linear' ? normal : kernels.run(activationKernels[activation], { x: normal });
    return [mean, variance, result] as const;
  });
  values.set(y, output);
  values.set(operation.mean, mean);
  values.set(operation.variance, variance);
  move(values, operation.movingMean, { to: mean, momentum });
  move(values, operation.movingVariance, { to: variance, momentum });
};

/** `dx = gamma / sqrt(variance + epsilon) (dy - mean(dy) - normal mean(dy normal))`. */
export const runBatchNormGradient: RunOperation<BatchNormTrainingGradient> = (values, operation) => {
  const { kernels } = values;
  const { x, dy, dx, gamma, dGamma, dBeta, rows, columns, mean, variance, epsilon } = operation;
  const binary = (name: string, a: TensorInfo, b: TensorInfo) => kernels.run(name, { a, b });
  const [input, scales, shifts] = kernels.scope(() => {
    const gradient = reshaped(values.get(dy), [rows, columns]);
    const factor = inverseDeviation(kernels, values.get(variance), epsilon);
    const centered = binary('Sub', reshaped(values.get(x), [rows, columns]), values.get(mean));
    const normal = binary('Multiply', centered, factor);
    const shifts = sums(kernels, gradient);
    const scales = sums(kernels, binary('Multiply', gradient, normal));
    const share = kernels.constant(1 / rows);
    const even = binary('Sub', gradient, binary('Multiply', shifts, share));
    const rest = binary('Sub', even, binary('Multiply', normal, binary('Multiply', scales, share)));
    const scaled = gamma === undefined ? factor : binary('Multiply', factor, values.get(gamma));
    return [binary('Multiply', rest, scaled), scales, shifts] as const;
  });
  values.set(dx, input);
  if (dGamma === undefined) kernels.free(scales);
  else values.set(dGamma, scales);
  if (dBeta === undefined) kernels.free(shifts);
  else values.set(dBeta, shifts);
};

export const runFoldBatchNorm: RunOperation<FoldBatchNorm> = (values, operation) => {
  const { kernels } = values;
  const { gamma, beta, mean, variance, epsilon, scale, shift } = operation;
  const [factor, offset] = kernels.scope(() => {
    const inverse = inverseDeviation(kernels, values.get(variance), epsilon);
    const factor =
      gamma === undefined ? inverse : kernels.run('Multiply', { a: inverse, b: values.get(gamma) });
    const moved = kernels.run('Multiply', { a: values.get(mean), b: factor });
    const from = values.maybe(beta) ?? kernels.constant(0);
    return [factor, kernels.run('Sub', { a: from, b: moved })] as const;
  });
  values.set(scale, factor);
  values.set(shift, offset);
};

export const runScaleAndShift: RunOperation<ScaleAndShift> = (values, operation) => {
  const { kernels } = values;
  const { x, scale, shift, y, activation = 'linear' } = operation;
  const [output] = kernels.scope(() => {
    const scaled = kernels.run('Multiply', { a: values.get(x), b: values.get(scale) });
    const moved = shift === undefined ? scaled : kernels.run('Add', { a: scaled, b: values.get(shift) });
    return [
      activation === 'linear' ? moved : kernels.run(activationKernels[activation], { x: moved }),
    ] as const;
  });
  values.set(y, output);
};

/** `statistic = statistic momentum + to (1 - momentum)`. */
function move(
  values: KernelValues,
  statistic: ValueId,
  { to, momentum }: { to: TensorInfo; momentum: number },
): void {
  const { kernels } = values;
  const [moved] = kernels.scope(() => {
    const kept = kernels.run('Multiply', { a: values.get(statistic), b: kernels.constant(momentum) });
    const added = kernels.run('Multiply', { a: to, b: kernels.constant(1 - momentum) });
    return [kernels.run('Add', { a: kept, b: added })] as const;
  });
  values.assign(statistic, moved);
}

function inverseDeviation(kernels: Kernels, variance: TensorInfo, epsilon: number): TensorInfo {
  return kernels.run('Rsqrt', { x: kernels.run('Add', { a: variance, b: kernels.constant(epsilon) }) });
}

/** Sums over rows. */
function sums(kernels: Kernels, x: TensorInfo): TensorInfo {
  return kernels.run('Sum', { x }, { axis: [0], keepDims: false });
}

/** Means over rows. */
function average(kernels: Kernels, x: TensorInfo): TensorInfo {
  const share = kernels.constant(1 / (x.shape[0] ?? 1));
  return kernels.run('Multiply', { a: sums(kernels, x), b: share });
}
