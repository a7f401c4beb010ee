import type { Convolution, ConvolutionFilterGradient, ConvolutionInputGradient } from '../program/operation';
import { type ActivationTail, finish } from './node-tail';
import type { NodeValues } from './node-values';
import { paddingAttributes } from './node-windows';
import type { Attribute } from './tensorflow';

type AnyConvolution = Convolution | ConvolutionFilterGradient | ConvolutionInputGradient;

const names = {
  conv2d: 'Conv2D',
  depthwiseConv2d: 'DepthwiseConv2dNative',
  conv2dBackpropFilter: 'Conv2DBackpropFilter',
  depthwiseConv2dBackpropFilter: 'DepthwiseConv2dNativeBackpropFilter',
  conv2dBackpropInput: 'Conv2DBackpropInput',
  depthwiseConv2dBackpropInput: 'DepthwiseConv2dNativeBackpropInput',
} as const satisfies Record<AnyConvolution['kernel'], string>;

export function nodeConvolution(values: NodeValues, operation: Convolution & ActivationTail): () => void {
  const name = names[operation.kernel];
  const attributes = attributesOf(values, operation);
  const { x, filter } = operation;
  return () =>
    finish(values, operation, values.tensorflow.run(name, attributes, [values.get(x), values.get(filter)]));
}

export function nodeFilterGradient(values: NodeValues, operation: ConvolutionFilterGradient): () => void {
  const { tensorflow } = values;
  const { x, dy, dFilter } = operation;
  const name = names[operation.kernel];
  const attributes = attributesOf(values, operation);
  const sizes = tensorflow.list(values.shape(dFilter));
  return () => values.set(dFilter, tensorflow.run(name, attributes, [values.get(x), sizes, values.get(dy)]));
}

export function nodeInputGradient(values: NodeValues, operation: ConvolutionInputGradient): () => void {
  const { tensorflow } = values;
  const { dy, filter, dx } = operation;
  const name = names[operation.kernel];
  const attributes = attributesOf(values, operation);
  const sizes = tensorflow.list(values.shape(dx));
  return () => values.set(dx, tensorflow.run(name, attributes, [sizes, values.get(filter), values.get(dy)]));
}

function attributesOf({ tensorflow }: NodeValues, { geometry }: AnyConvolution): Attribute[] {
  const { strideHeight, strideWidth, dilationHeight, dilationWidth } = geometry;
  return [
    tensorflow.float,
    tensorflow.integers('strides', [1, strideHeight, strideWidth, 1]),
    tensorflow.integers('dilations', [1, dilationHeight, dilationWidth, 1]),
    tensorflow.text('data_format', 'NHWC'),
    ...paddingAttributes(tensorflow, geometry),
  ];
}
