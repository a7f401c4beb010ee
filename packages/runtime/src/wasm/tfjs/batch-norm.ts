import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { wasmKernels } from '../running-wasm-kernels';
import type { Pointer } from '../wasm-kernels';
import type { KernelInvocation } from './kernel-call';

type BatchNormCall = KernelInvocation<'x' | 'mean' | 'variance', { varianceEpsilon: number }> & {
  inputs: { offset?: TensorInfo; scale?: TensorInfo };
};

/** FusedBatchNorm, in inference, with statistics for each of the last axis' channels. Others are TensorFlow.js's. */
export function fusedBatchNorm({ inputs, attrs, backend }: BatchNormCall): TensorInfo | undefined {
  const { x, mean, variance, offset, scale } = inputs;
  const columns = x.shape.at(-1) ?? 1;
  const parameters = [mean, variance, offset, scale].filter(
    (tensor) => tensor !== undefined && tensor !== null,
  );
  if (parameters.some(({ shape }) => shape.length !== 1 || shape[0] !== columns)) return undefined;
  const output = backend.makeOutput(x.shape, 'float32');
  const kernels = wasmKernels();
  const factors = kernels.allocate(2 * columns * 4);
  try {
    fillFactors(factors, inputs, attrs.varianceEpsilon);
    kernels.run({
      kernel: 'scaleAndShift',
      x: kernels.pointerOf(x),
      y: kernels.pointerOf(output),
      scale: factors,
      shift: factors + columns * 4,
      rows: util.sizeFromShape(x.shape) / columns,
      columns,
    });
  } finally {
    kernels.free(factors);
  }
  return output;
}

/** Writes the channels' factors and after them their terms. */
function fillFactors(
  target: Pointer,
  { mean, variance, offset, scale }: BatchNormCall['inputs'],
  epsilon: number,
): void {
  const kernels = wasmKernels();
  const columns = mean.shape[0] ?? 0;
  const read = (tensor: TensorInfo) => kernels.floats(kernels.pointerOf(tensor), columns);
  const factors = kernels.floats(target, 2 * columns);
  const [means, variances] = [read(mean), read(variance)];
  const gammas = scale ? read(scale) : undefined;
  const betas = offset ? read(offset) : undefined;
  for (let c = 0; c < columns; c++) {
    const factor = (gammas?.[c] ?? 1) / Math.sqrt((variances[c] ?? 0) + epsilon);
    factors[c] = factor;
    factors[columns + c] = (betas?.[c] ?? 0) - (means[c] ?? 0) * factor;
  }
}
