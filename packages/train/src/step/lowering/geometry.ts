import type { ConvGeometry, PoolGeometry } from '@imgclf/runtime/wasm';
import { backend_util } from '@tensorflow/tfjs-core';

type Pair = [number, number];
type Shape4 = [number, number, number, number];

/** The settings that place windows on an image. */
export interface Windows {
  strides: Pair;
  padding: 'same' | 'valid';
  dilation?: Pair;
}

/** The sizes of a convolution. */
export function convGeometry(
  input: readonly number[],
  filter: readonly number[],
  { strides, padding, dilation = [1, 1], depthwise }: Windows & { depthwise: boolean },
): ConvGeometry {
  const info = backend_util.computeConv2DInfo(
    input as Shape4,
    filter as Shape4,
    strides,
    dilation,
    padding,
    undefined,
    depthwise,
  );
  return {
    batch: info.batchSize,
    inputHeight: info.inHeight,
    inputWidth: info.inWidth,
    inputChannels: info.inChannels,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    outputHeight: info.outHeight,
    outputWidth: info.outWidth,
    outputChannels: info.outChannels,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    dilationHeight: info.dilationHeight,
    dilationWidth: info.dilationWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
}

/** The sizes of a pooling. */
export function poolGeometry(
  input: readonly number[],
  { size, strides, padding }: Windows & { size: Pair },
): PoolGeometry {
  const info = backend_util.computePool2DInfo(input as Shape4, size, strides, 1, padding);
  return {
    batch: info.batchSize,
    inputHeight: info.inHeight,
    inputWidth: info.inWidth,
    channels: info.inChannels,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    outputHeight: info.outHeight,
    outputWidth: info.outWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
}
