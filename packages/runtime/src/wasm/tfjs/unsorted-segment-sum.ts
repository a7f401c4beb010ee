import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { wasmKernels } from '../running-wasm-kernels';
import type { KernelInvocation } from './kernel-call';

type SegmentSumCall = KernelInvocation<'x' | 'segmentIds', { numSegments: number }>;

/** UnsortedSegmentSum, the gradient of a gather. Rows whose segment does not exist are left out, as in TensorFlow. */
export function unsortedSegmentSum({ inputs, attrs, backend }: SegmentSumCall): TensorInfo {
  const { x, segmentIds } = inputs;
  const { numSegments } = attrs;
  const ids = util.sizeFromShape(segmentIds.shape);
  const rest = x.shape.slice(segmentIds.shape.length);
  const length = util.sizeFromShape(rest);
  const output = backend.makeOutput([numSegments, ...rest], x.dtype);
  const kernels = wasmKernels();
  const arrayOf = x.dtype === 'float32' ? kernels.floats : kernels.integers;
  const sums = arrayOf(kernels.pointerOf(output), numSegments * length).fill(0);
  const rows = arrayOf(kernels.pointerOf(x), ids * length);
  const segments = kernels.integers(kernels.pointerOf(segmentIds), ids);
  for (let row = 0; row < ids; row++) {
    const segment = segments[row] ?? -1;
    if (segment < 0 || segment >= numSegments) continue;
    for (let i = 0; i < length; i++) {
      const at = segment * length + i;
      sums[at] = (sums[at] ?? 0) + (rows[row * length + i] ?? 0);
    }
  }
  return output;
}
