import { getKernel } from '@tensorflow/tfjs-core';
import { registerReluGradients } from '../backends/register-relu-gradients';
import { startWasmKernels } from './running-wasm-kernels';
import { fusedBatchNorm } from './tfjs/batch-norm';
import { conv2dBackpropFilter, conv2dBackpropInput } from './tfjs/conv2d-gradients';
import { convolution, depthwiseConvolution } from './tfjs/convolutions';
import { depthwiseConv2dBackpropFilter, depthwiseConv2dBackpropInput } from './tfjs/depthwise-gradients';
import { registerWasmKernel, type WasmKernel } from './tfjs/kernel-call';
import { batchMatMul, fusedMatMul } from './tfjs/mat-mul';
import { avgPoolGrad, maxPoolGrad } from './tfjs/pool-gradients';
import { mean, sum } from './tfjs/reductions';
import { relu6Grad, reluGrad } from './tfjs/relu-gradients';
import { tile } from './tfjs/tile';
import { unsortedSegmentSum } from './tfjs/unsorted-segment-sum';

/** What TensorFlow.js lacks on this backend, and what it does slower or wrong. */
const KERNELS: Record<string, WasmKernel> = {
  Conv2D: convolution,
  FusedConv2D: convolution,
  DepthwiseConv2dNative: depthwiseConvolution,
  FusedDepthwiseConv2D: depthwiseConvolution,
  Conv2DBackpropFilter: conv2dBackpropFilter,
  Conv2DBackpropInput: conv2dBackpropInput,
  DepthwiseConv2dNativeBackpropFilter: depthwiseConv2dBackpropFilter,
  DepthwiseConv2dNativeBackpropInput: depthwiseConv2dBackpropInput,
  MaxPoolGrad: maxPoolGrad,
  AvgPoolGrad: avgPoolGrad,
  BatchMatMul: batchMatMul,
  _FusedMatMul: fusedMatMul,
  FusedBatchNorm: fusedBatchNorm,
  Sum: sum,
  Mean: mean,
  Tile: tile,
  ReluGrad: reluGrad,
  Relu6Grad: relu6Grad,
  UnsortedSegmentSum: unsortedSegmentSum,
};

/**
 * Starts our kernels on the running WebAssembly backend and registers them with TensorFlow.js: gradients it lacks there
 * (convolutions' and depthwise convolutions' filters, gathers) and faster ones. Safe to call twice. Without WebAssembly
 * SIMD nothing is registered, and convolutions cannot be trained.
 *
 * @throws {BackendUnavailableError} when the current backend is not `wasm`
 */
export async function registerWasmKernels(): Promise<void> {
  if ((await startWasmKernels()) === undefined) return;
  if (getKernel('ReluGrad', 'wasm') !== undefined) return;
  for (const [name, kernel] of Object.entries(KERNELS)) registerWasmKernel(name, kernel);
  registerReluGradients();
}
