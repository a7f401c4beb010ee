import { type ConvGeometry, convGeometryOf, type PoolGeometry, poolGeometryOf } from '@imgclf/runtime/wasm';
import type { Operation } from '../program';
import type { WasmOperation } from './wasm-steps';

type Of<Op extends Operation['op']> = Extract<WasmOperation, { op: Op }>;

/** The sizes of a convolution over pictures of a shape. */
export function convolutionOf(
  operation: Of<'conv2d' | 'depthwiseConv2d'>,
  shape: readonly number[],
): ConvGeometry {
  const { op, filter, strides, dilations, padding, zeros } = operation;
  const pad = zeros === undefined ? padding : ([[0, 0], ...zeros] as PairsOfAxes);
  const shapes = { input: shape, filter: filter.shape, depthwise: op === 'depthwiseConv2d' };
  return convGeometryOf(shapes, { strides, dilations, pad });
}

type Pair = [number, number];
type PairsOfAxes = [Pair, Pair, Pair, Pair];

/** The sizes of a pooling over pictures of a shape. */
export function poolingOf(
  { size, strides, padding }: Of<'maxPool' | 'averagePool'>,
  shape: readonly number[],
): PoolGeometry {
  return poolGeometryOf({ shape: [...shape] }, { filterSize: size, strides, pad: padding });
}

/** How many numbers a shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, side) => size * side, 1);
}

/** The shape of an operation's result, by those of its inputs. */
export function resultShape(operation: WasmOperation, inputs: readonly (readonly number[])[]): number[] {
  const shape = inputs[0] ?? [];
  const [batch = 1, height = 1, width = 1, channels = 1] = shape;
  const others = shape.slice(0, -1);
  switch (operation.op) {
    case 'conv2d':
    case 'depthwiseConv2d': {
      const { outputHeight, outputWidth, outputChannels } = convolutionOf(operation, shape);
      return [batch, outputHeight, outputWidth, outputChannels];
    }
    case 'maxPool':
    case 'averagePool': {
      const { outputHeight, outputWidth } = poolingOf(operation, shape);
      return [batch, outputHeight, outputWidth, channels];
    }
    case 'pad': {
      const sides = [height, width, channels];
      return [batch, ...operation.padding.map(([before, after], i) => before + (sides[i] ?? 0) + after)];
    }
    case 'dense':
      return [...others, operation.bias.data.length];
    case 'concatenate':
      return [...others, inputs.reduce((sum, input) => sum + (input.at(-1) ?? 0), 0)];
    case 'globalAveragePool':
      return [batch, channels];
    case 'flatten':
      return [batch, sizeOf(shape.slice(1))];
    case 'affine':
    case 'activation':
    case 'add':
      return [...shape];
  }
}
