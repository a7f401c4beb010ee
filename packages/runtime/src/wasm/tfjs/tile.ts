import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { wasmKernels } from '../running-wasm-kernels';
import type { KernelInvocation } from './kernel-call';

type TileCall = KernelInvocation<'x', { reps: number[] }>;

/** Tile where the whole tensor is repeated as one block, as in the gradients of means and of batch normalisation. */
export function tile({ inputs: { x }, attrs: { reps }, backend }: TileCall): TensorInfo | undefined {
  const last = reps.findLastIndex((count) => count !== 1);
  const isBlock = x.shape.slice(0, last).every((size) => size === 1) && (last <= 0 || x.shape[last] === 1);
  if (!isBlock || reps.length !== x.shape.length) return undefined;
  const output = backend.makeOutput(
    x.shape.map((size, i) => size * (reps[i] ?? 1)),
    'float32',
  );
  const length = util.sizeFromShape(x.shape);
  const total = util.sizeFromShape(output.shape);
  const kernels = wasmKernels();
  const floats = kernels.floats(kernels.pointerOf(output), total);
  floats.set(kernels.floats(kernels.pointerOf(x), length));
  for (let done = length; done < total; done *= 2) floats.copyWithin(done, 0, Math.min(done, total - done));
  return output;
}
