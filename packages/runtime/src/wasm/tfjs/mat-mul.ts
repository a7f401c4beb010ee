import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { MatMulCall } from '../kernel-calls';
import { wasmKernels } from '../running-wasm-kernels';
import { fusedActivationOf } from './fused-activation';
import type { KernelInvocation } from './kernel-call';

interface MatMulAttributes {
  transposeA: boolean;
  transposeB: boolean;
}

type BatchMatMulCall = KernelInvocation<'a' | 'b', MatMulAttributes>;
type FusedMatMulCall = KernelInvocation<'a' | 'b', MatMulAttributes & { activation: string }> & {
  inputs: { bias?: TensorInfo; preluActivationWeights?: TensorInfo };
};

/** BatchMatMul. Products of batches that do not pair up one to one are left to TensorFlow.js. */
export function batchMatMul({ inputs: { a, b }, attrs, backend }: BatchMatMulCall): TensorInfo | undefined {
  const batchA = util.sizeFromShape(a.shape.slice(0, -2));
  const batchB = util.sizeFromShape(b.shape.slice(0, -2));
  const batch = Math.max(batchA, batchB);
  if ((batchA !== batch && batchA !== 1) || (batchB !== batch && batchB !== 1)) return undefined;
  const sizes = sizesOf(a, b, attrs);
  if (sizes === undefined) return undefined;
  const outer = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (util.sizeFromShape(outer) !== batch) return undefined;
  const output = backend.makeOutput([...outer, sizes.rows, sizes.columns], 'float32');
  const kernels = wasmKernels();
  const { rows, columns, inner } = sizes;
  const [aStart, bStart, cStart] = [kernels.pointerOf(a), kernels.pointerOf(b), kernels.pointerOf(output)];
  const calls = Array.from({ length: batch }, (_, i): MatMulCall => {
    const aOffset = batchA === 1 ? 0 : i * rows * inner * 4;
    const bOffset = batchB === 1 ? 0 : i * inner * columns * 4;
    const [aPointer, bPointer] = [aStart + aOffset, bStart + bOffset];
    return { kernel: 'matMul', a: aPointer, b: bPointer, output: cStart + i * rows * columns * 4, ...sizes };
  });
  kernels.run(...calls);
  return output;
}

/** A dense layer in one kernel, for the activations and biases that ours can do. */
export function fusedMatMul({ inputs, attrs, backend }: FusedMatMulCall): TensorInfo | undefined {
  const { a, b, bias, preluActivationWeights } = inputs;
  const sizes = sizesOf(a, b, attrs);
  const single = a.shape.length === 2 || (a.shape.length === 3 && a.shape[0] === 1 && b.shape[0] === 1);
  const activation = fusedActivationOf(attrs.activation);
  if (sizes === undefined || activation === undefined || !single || preluActivationWeights) return undefined;
  if (bias && util.sizeFromShape(bias.shape) !== sizes.columns) return undefined;
  const output = backend.makeOutput([...a.shape.slice(0, -2), sizes.rows, sizes.columns], 'float32');
  const kernels = wasmKernels();
  kernels.run({
    kernel: 'matMul',
    a: kernels.pointerOf(a),
    b: kernels.pointerOf(b),
    output: kernels.pointerOf(output),
    ...sizes,
    ...(bias && { bias: kernels.pointerOf(bias) }),
    activation,
  });
  return output;
}

/**
 * The sizes of a product, undefined where they do not fit: TensorFlow.js's own kernel says why. Nothing else is left to
 * that kernel, as it keeps a packed copy of B by tensor id, which goes stale where weights are trained in place.
 */
function sizesOf(a: TensorInfo, b: TensorInfo, { transposeA, transposeB }: MatMulAttributes) {
  const [aRows = 0, aColumns = 0] = a.shape.slice(-2);
  const [bRows = 0, bColumns = 0] = b.shape.slice(-2);
  const [rows, inner] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const [innerB, columns] = transposeB ? [bColumns, bRows] : [bRows, bColumns];
  return inner === innerB ? { rows, columns, inner, transposeA, transposeB } : undefined;
}
