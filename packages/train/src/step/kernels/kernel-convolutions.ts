import type { ConvGeometry, PoolGeometry } from '@imgclf/runtime/wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type {
  AveragePoolGradient,
  Convolution,
  ConvolutionFilterGradient,
  ConvolutionInputGradient,
  MaxPoolGradient,
  Pool,
} from '../program/operation';
import { paddingOf } from '../program/padding-of';
import type { KernelValues, RunOperation } from './kernel-values';

export const runConvolution: RunOperation<Convolution> = (values, operation) => {
  const { kernel, x, filter, bias, y, activation, geometry } = operation;
  const name = kernel === 'conv2d' ? 'FusedConv2D' : 'FusedDepthwiseConv2D';
  const inputs = { x: values.get(x), filter: values.get(filter), bias: values.maybe(bias) };
  const { dilationHeight, dilationWidth } = geometry;
  const attrs = { ...windowAttrs(geometry), dilations: [dilationHeight, dilationWidth], activation };
  values.set(y, values.kernels.run(name, inputs, attrs));
};

export const runFilterGradient: RunOperation<ConvolutionFilterGradient> = (values, operation) => {
  const { kernel, x, dy, dFilter, geometry } = operation;
  const depthwise = kernel === 'depthwiseConv2dBackpropFilter';
  const name = depthwise ? 'DepthwiseConv2dNativeBackpropFilter' : 'Conv2DBackpropFilter';
  const attrs = { ...windowAttrs(geometry), dilations: [1, 1], filterShape: [...values.shape(dFilter)] };
  values.set(dFilter, values.kernels.run(name, { x: values.get(x), dy: values.get(dy) }, attrs));
};

export const runInputGradient: RunOperation<ConvolutionInputGradient> = (values, operation) => {
  const { kernel, dy, filter, dx, geometry } = operation;
  const depthwise = kernel === 'depthwiseConv2dBackpropInput';
  const name = depthwise ? 'DepthwiseConv2dNativeBackpropInput' : 'Conv2DBackpropInput';
  const attrs = { ...windowAttrs(geometry), dilations: [1, 1], inputShape: [...values.shape(dx)] };
  values.set(dx, values.kernels.run(name, { dy: values.get(dy), filter: values.get(filter) }, attrs));
};

export const runPool: RunOperation<Pool> = (values, { kernel, x, y, geometry }) => {
  const name = kernel === 'maxPool' ? 'MaxPool' : 'AvgPool';
  values.set(y, values.kernels.run(name, { x: values.get(x) }, poolAttrs(geometry)));
};

export const runMaxPoolGradient: RunOperation<MaxPoolGradient> = (values, { x, y, dy, dx, geometry }) => {
  const inputs = { dy: values.get(dy), input: values.get(x), output: values.get(y) };
  values.set(dx, values.kernels.run('MaxPoolGrad', inputs, poolAttrs(geometry)));
};

/** TensorFlow.js's kernel divides by the whole window, so the gradients of padded windows are scaled up before. */
export const runAveragePoolGradient: RunOperation<AveragePoolGradient> = (values, { dy, dx, geometry }) => {
  const { kernels } = values;
  const [gradient] = kernels.scope(() => {
    const padded = paddingOf(geometry).kind !== 'valid';
    const given = values.get(dy);
    const scaled = padded ? kernels.run('Multiply', { a: given, b: windowShares(values, geometry) }) : given;
    const input = { ...given, shape: [...values.shape(dx)] };
    return [kernels.run('AvgPoolGrad', { dy: scaled, input }, poolAttrs(geometry))] as const;
  });
  values.set(dx, gradient);
};

/** How many times more places a window has than it has on the image, `[1, outputHeight, outputWidth, 1]`. */
function windowShares({ kernels }: KernelValues, geometry: PoolGeometry): TensorInfo {
  return kernels.keep(`shares ${JSON.stringify(geometry)}`, () => {
    const { outputHeight, outputWidth, filterHeight, filterWidth, inputHeight, inputWidth } = geometry;
    const inside = (at: number, stride: number, before: number, [window, size]: [number, number]) => {
      const start = at * stride - before;
      return Math.min(start + window, size) - Math.max(start, 0);
    };
    const shares = Float32Array.from({ length: outputHeight * outputWidth }, (_, at) => {
      const row = Math.floor(at / outputWidth);
      const rows = inside(row, geometry.strideHeight, geometry.padTop, [filterHeight, inputHeight]);
      const column = at % outputWidth;
      const columns = inside(column, geometry.strideWidth, geometry.padLeft, [filterWidth, inputWidth]);
      return (filterHeight * filterWidth) / (rows * columns);
    });
    return kernels.upload(shares, [1, outputHeight, outputWidth, 1]);
  });
}

function windowAttrs(geometry: ConvGeometry | PoolGeometry) {
  const { kind, top, bottom, left, right } = paddingOf(geometry);
  const sides = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  return {
    strides: [geometry.strideHeight, geometry.strideWidth],
    pad: kind === 'explicit' ? sides : kind,
    dataFormat: 'NHWC',
  };
}

function poolAttrs(geometry: PoolGeometry) {
  return { ...windowAttrs(geometry), filterSize: [geometry.filterHeight, geometry.filterWidth] };
}
