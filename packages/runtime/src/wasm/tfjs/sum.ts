import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { wasmKernels } from '../running-wasm-kernels';
import type { KernelInvocation } from './kernel-call';

type SumCall = KernelInvocation<'x', { axis: number | number[]; keepDims: boolean }>;

/** Sum over the first axes, as for the gradient of a bias. TensorFlow.js transposes for them; the others are its own. */
export function sum({ inputs: { x }, attrs: { axis, keepDims }, backend }: SumCall): TensorInfo | undefined {
  const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const leading = axes.length > 0 && axes.length < x.shape.length && axes.every((value, i) => value === i);
  if (!leading) return undefined;
  const rest = x.shape.slice(axes.length);
  const output = backend.makeOutput([...(keepDims ? axes.map(() => 1) : []), ...rest], 'float32');
  const kernels = wasmKernels();
  kernels.run({
    kernel: 'columnSums',
    x: kernels.pointerOf(x),
    output: kernels.pointerOf(output),
    rows: util.sizeFromShape(x.shape.slice(0, axes.length)),
    columns: util.sizeFromShape(rest),
  });
  return output;
}
