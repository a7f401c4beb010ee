import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '../../errors/invalid-argument-error';
import type { ConvGeometry, PoolGeometry } from '../geometry';

type Shape4D = [number, number, number, number];
type Pair = [number, number] | number;

/** TensorFlow.js's attributes of a convolution or pooling. */
export interface WindowAttributes {
  strides: Pair;
  dilations?: Pair;
  pad: 'valid' | 'same' | number | [Pair, Pair, Pair, Pair];
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  dataFormat?: 'NHWC' | 'NCHW';
}

interface ConvShapes {
  input: readonly number[];
  filter: readonly number[];
  depthwise?: boolean;
}

/** The sizes of a convolution as TensorFlow.js computes them. */
export function convGeometryOf(
  { input, filter, depthwise = false }: ConvShapes,
  { strides, dilations, pad, dimRoundingMode, dataFormat = 'NHWC' }: WindowAttributes,
): ConvGeometry {
  if (dataFormat !== 'NHWC') {
    throw new InvalidArgumentError({ argument: 'dataFormat', allowed: 'NHWC', received: dataFormat });
  }
  const info = backend_util.computeConv2DInfo(
    input as Shape4D,
    filter as Shape4D,
    strides,
    // The layers of tfjs-layers pass null for none.
    dilations ?? 1,
    pad as 'valid',
    dimRoundingMode,
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

/** The sizes of a pooling as TensorFlow.js computes them. */
export function poolGeometryOf(
  input: Pick<TensorInfo, 'shape'>,
  { filterSize, strides, pad, dimRoundingMode }: WindowAttributes & { filterSize: Pair },
): PoolGeometry {
  const shape = input.shape as Shape4D;
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad as 'valid', dimRoundingMode);
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

/** Throws unless a gradient that came in has the shape of the output that `geometry` describes. */
export function checkGradientShape(dy: TensorInfo, geometry: ConvGeometry): void {
  const { batch, outputHeight, outputWidth, outputChannels } = geometry;
  const expected = [batch, outputHeight, outputWidth, outputChannels];
  if (expected.every((size, i) => dy.shape[i] === size)) return;
  throw new InvalidArgumentError({
    argument: 'dy',
    allowed: `of shape [${expected.join(', ')}]`,
    received: dy.shape,
  });
}
