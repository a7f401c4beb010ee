import fc from 'fast-check';
import type { ConvGeometry } from '../geometry';

/** A convolution in short: sizes as [height, width], padding as [top, bottom, left, right]. */
export interface ShortGeometry {
  batch?: number;
  input: [number, number];
  channels: number;
  filter: [number, number];
  outputs: number;
  stride?: [number, number];
  dilation?: [number, number];
  padding?: [number, number, number, number];
}

/** The geometry that a convolution in short stands for, undefined where the filter does not fit into the input. */
export function geometryOf(short: ShortGeometry): ConvGeometry | undefined {
  const { batch = 1, stride = [1, 1], dilation = [1, 1], padding = [0, 0, 0, 0] } = short;
  const [top, bottom, left, right] = padding;
  const height = short.input[0] + top + bottom - (short.filter[0] - 1) * dilation[0] - 1;
  const width = short.input[1] + left + right - (short.filter[1] - 1) * dilation[1] - 1;
  if (height < 0 || width < 0) return undefined;
  return {
    batch,
    inputHeight: short.input[0],
    inputWidth: short.input[1],
    inputChannels: short.channels,
    filterHeight: short.filter[0],
    filterWidth: short.filter[1],
    outputHeight: Math.floor(height / stride[0]) + 1,
    outputWidth: Math.floor(width / stride[1]) + 1,
    outputChannels: short.outputs,
    strideHeight: stride[0],
    strideWidth: stride[1],
    dilationHeight: dilation[0],
    dilationWidth: dilation[1],
    padTop: top,
    padLeft: left,
  };
}

/** Convolutions by name that have each been wrong somewhere once, or could be. */
export const namedGeometries: [string, ShortGeometry][] = [
  ['a plain 3x3', { batch: 2, input: [7, 9], channels: 3, filter: [3, 3], outputs: 16 }],
  ['one channel, one image', { input: [5, 5], channels: 1, filter: [3, 3], outputs: 1 }],
  ['one pixel', { input: [1, 1], channels: 5, filter: [1, 1], outputs: 7 }],
  ['pointwise', { batch: 3, input: [5, 3], channels: 9, filter: [1, 1], outputs: 10 }],
  [
    'pointwise with stride 2',
    { batch: 2, input: [7, 6], channels: 4, filter: [1, 1], outputs: 8, stride: [2, 2] },
  ],
  ['1x7', { input: [4, 11], channels: 6, filter: [1, 7], outputs: 5, padding: [0, 0, 3, 3] }],
  ['7x1', { input: [11, 4], channels: 6, filter: [7, 1], outputs: 5, padding: [3, 3, 0, 0] }],
  [
    'stride 2, same',
    {
      batch: 2,
      input: [9, 8],
      channels: 8,
      filter: [3, 3],
      outputs: 9,
      stride: [2, 2],
      padding: [1, 1, 0, 1],
    },
  ],
  ['stride 3', { input: [11, 10], channels: 2, filter: [2, 2], outputs: 12, stride: [3, 3] }],
  ['uneven strides', { input: [9, 9], channels: 3, filter: [3, 2], outputs: 4, stride: [1, 3] }],
  ['a stride above the filter', { input: [10, 10], channels: 3, filter: [2, 1], outputs: 3, stride: [3, 4] }],
  ['dilation 2', { batch: 2, input: [9, 10], channels: 5, filter: [3, 3], outputs: 6, dilation: [2, 2] }],
  [
    'dilation 3 across, same',
    { input: [6, 9], channels: 3, filter: [2, 3], outputs: 8, dilation: [1, 3], padding: [0, 1, 3, 3] },
  ],
  [
    'stride 2 with dilation 2',
    {
      input: [11, 11],
      channels: 3,
      filter: [3, 3],
      outputs: 3,
      stride: [2, 2],
      dilation: [2, 2],
      padding: [2, 2, 2, 2],
    },
  ],
  [
    'stride 2 with dilation 3',
    {
      input: [12, 12],
      channels: 3,
      filter: [3, 2],
      outputs: 3,
      stride: [2, 2],
      dilation: [3, 3],
      padding: [1, 0, 2, 1],
    },
  ],
  ['uneven padding', { input: [5, 6], channels: 4, filter: [3, 3], outputs: 5, padding: [0, 2, 2, 0] }],
  ['a filter as large as the input', { batch: 3, input: [4, 5], channels: 3, filter: [4, 5], outputs: 11 }],
  [
    'padding above the filter',
    { input: [3, 3], channels: 2, filter: [2, 2], outputs: 3, padding: [3, 3, 3, 3] },
  ],
  ['many channels', { input: [4, 4], channels: 67, filter: [3, 3], outputs: 41, padding: [1, 1, 1, 1] }],
  ['several bands', { batch: 2, input: [70, 40], channels: 8, filter: [3, 3], outputs: 24 }],
];

const pair = (max: number) => fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max }));

/** Any small convolution that fits its input. */
export const anyGeometry: fc.Arbitrary<ConvGeometry> = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    input: pair(11),
    channels: fc.integer({ min: 1, max: 9 }),
    filter: pair(4),
    outputs: fc.integer({ min: 1, max: 17 }),
    stride: pair(3),
    dilation: pair(3),
    padding: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3)),
  })
  .map(geometryOf)
  .filter((geometry) => geometry !== undefined);
