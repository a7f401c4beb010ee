import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { wasmKernels } from '../running-wasm-kernels';
import type { KernelInvocation } from './kernel-call';

type ReductionCall = KernelInvocation<'x', { axis: number | number[]; keepDims: boolean }>;

/** Sum over the first axes, as for the gradient of a bias. TensorFlow.js transposes for them; the others are its own. */
export function sum(call: ReductionCall): TensorInfo | undefined {
  const axes = axesOf(call);
  return isLeading(call, axes) ? sumLeading(call, axes, 1) : undefined;
}

/** Mean over the first axes, as in batch normalisation, or over an image's rows and columns. */
export function mean(call: ReductionCall): TensorInfo | undefined {
  const axes = axesOf(call);
  const { shape } = call.inputs.x;
  if (shape.length === 4 && axes.join() === '1,2') return meanOfImages(call);
  if (!isLeading(call, axes)) return undefined;
  return sumLeading(call, axes, 1 / util.sizeFromShape(shape.slice(0, axes.length)));
}

function axesOf({ inputs: { x }, attrs: { axis } }: ReductionCall): number[] {
  return util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
}

function isLeading({ inputs: { x } }: ReductionCall, axes: readonly number[]): boolean {
  return axes.length > 0 && axes.length < x.shape.length && axes.every((value, i) => value === i);
}

function sumLeading(call: ReductionCall, axes: readonly number[], scale: number): TensorInfo {
  const { x } = call.inputs;
  const rest = x.shape.slice(axes.length);
  const shape = call.attrs.keepDims ? [...axes.map(() => 1), ...rest] : rest;
  const output = call.backend.makeOutput(shape, 'float32');
  const kernels = wasmKernels();
  kernels.run({
    kernel: 'columnSums',
    x: kernels.pointerOf(x),
    output: kernels.pointerOf(output),
    rows: util.sizeFromShape(x.shape.slice(0, axes.length)),
    columns: util.sizeFromShape(rest),
    scale,
  });
  return output;
}

function meanOfImages({ inputs: { x }, attrs: { keepDims }, backend }: ReductionCall): TensorInfo {
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  const shape = keepDims ? [batch, 1, 1, channels] : [batch, channels];
  const output = backend.makeOutput(shape, 'float32');
  const kernels = wasmKernels();
  kernels.run({
    kernel: 'avgPool',
    x: kernels.pointerOf(x),
    y: kernels.pointerOf(output),
    geometry: {
      batch,
      inputHeight: height,
      inputWidth: width,
      channels,
      filterHeight: height,
      filterWidth: width,
      outputHeight: 1,
      outputWidth: 1,
      strideHeight: 1,
      strideWidth: 1,
      padTop: 0,
      padLeft: 0,
    },
  });
  return output;
}
