import {
  backend,
  backend_util,
  conv2d,
  engine,
  getKernel,
  type KernelFunc,
  pad,
  registerKernel,
  slice,
  type Tensor4D,
  type TensorInfo,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { startWasmKernels } from './running-wasm-kernels';

/** Registers the kernels that training needs and TensorFlow.js's WebAssembly backend lacks. Safe to call twice. */
export async function registerWasmKernels(): Promise<void> {
  await startWasmKernels();
  if (getKernel('Conv2DBackpropFilter', 'wasm') !== undefined) return;
  registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: conv2dBackpropFilter as unknown as KernelFunc,
  });
}

interface Call {
  inputs: { x: TensorInfo; dy: TensorInfo };
  attrs: {
    strides: [number, number];
    pad: 'same' | 'valid' | number;
    dimRoundingMode: 'floor' | 'round' | 'ceil';
    filterShape: [number, number, number, number];
  };
}

/** dW is a convolution of the transposed input with the transposed gradient, dilated by the stride. */
function conv2dBackpropFilter({ inputs, attrs }: Call): TensorInfo {
  const { strides, filterShape, dimRoundingMode } = attrs;
  const [height, width, inChannels, outChannels] = filterShape;
  const shape = inputs.x.shape as [number, number, number, number];
  const info = backend_util.computeConv2DInfo(shape, filterShape, strides, 1, attrs.pad, dimRoundingMode);
  const { top, bottom, left, right } = info.padInfo;
  return tidy(() => {
    const x = borrow(inputs.x);
    const dy = borrow(inputs.dy);
    const padded = pad(x, [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]);
    const turned = transpose(padded, [3, 1, 2, 0]) as Tensor4D;
    const filter = transpose(dy, [1, 2, 0, 3]) as Tensor4D;
    const out = conv2d(turned, filter, 1, 'valid', 'NHWC', [info.strideHeight, info.strideWidth]);
    const cut = slice(out, [0, 0, 0, 0], [inChannels, height, width, outChannels]);
    return transpose(cut, [1, 2, 0, 3]);
  });
}

/** A tensor for an input that `tidy` may dispose without taking the caller's data. */
function borrow(input: TensorInfo): Tensor4D {
  backend().incRef(input.dataId);
  return engine().makeTensorFromTensorInfo(input) as Tensor4D;
}
