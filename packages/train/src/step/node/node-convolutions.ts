import type { Convolution, ConvolutionFilterGradient, ConvolutionInputGradient } from '../program/operation';
import { type ActivationTail, finish } from './node-tail';
import type { NodeValues } from './node-values';
import { paddingAttributes } from './node-windows';
import type { Attribute, Handle } from './tensorflow';

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
  const { x, dy, dFilter, geometry } = operation;
  const name = names[operation.kernel];
  const sizes = tensorflow.list(values.shape(dFilter));
  if (!readsBeyond(operation)) {
    const attributes = attributesOf(values, operation);
    return () =>
      values.set(dFilter, tensorflow.run(name, attributes, [values.get(x), sizes, values.get(dy)]));
  }
  const dense = {
    ...geometry,
    strideHeight: 1,
    strideWidth: 1,
    inputHeight: geometry.outputHeight,
    inputWidth: geometry.outputWidth,
  };
  const attributes = attributesOf(values, { ...operation, geometry: dense });
  return () => {
    const thinned = thinOut(values, operation);
    values.set(dFilter, tensorflow.run(name, attributes, [thinned, sizes, values.get(dy)]));
    tensorflow.free(thinned);
  };
}

/**
 * Whether TensorFlow's kernel would go beyond its buffers, as that of 2.21 does for strided filters of one pixel when
 * operations run one by one: the process dies of it sooner or later.
 */
function readsBeyond({ geometry }: ConvolutionFilterGradient): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth } = geometry;
  return filterHeight * filterWidth === 1 && strideHeight * strideWidth > 1;
}

/** The pixels that a filter of one pixel sees. */
function thinOut(values: NodeValues, { x, geometry }: ConvolutionFilterGradient): Handle {
  const { tensorflow } = values;
  const attributes = [tensorflow.float, tensorflow.type('Index', 'int32')];
  const steps = tensorflow.list([1, geometry.strideHeight, geometry.strideWidth, 1]);
  const ends = tensorflow.list(values.shape(x));
  return tensorflow.run('StridedSlice', attributes, [
    values.get(x),
    tensorflow.list([0, 0, 0, 0]),
    ends,
    steps,
  ]);
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
