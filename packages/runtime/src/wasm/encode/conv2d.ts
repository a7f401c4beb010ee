import type { ConvGeometry } from '../geometry';
import type { Conv2dBackpropInputCall, Conv2dCall } from '../kernel-calls';
import { checkConv, isPointwise, multiplierOf } from './check-conv';
import type { Command } from './command';
import { encodeMatMul } from './mat-mul';
import { encodePatchConv, type Taps } from './patch-conv';

/** A convolution as a command: a matrix product where the filter is a single pixel, patches otherwise. */
export function encodeConv2d(call: Conv2dCall): Command {
  const { x, filter, bias, activation, y, geometry: g } = call;
  checkConv(g);
  const depthwise = call.kernel === 'depthwiseConv2d';
  if (depthwise) multiplierOf(g);
  else if (isPointwise(g)) {
    return encodeMatMul({
      kernel: 'matMul',
      a: x,
      b: filter,
      output: y,
      rows: g.batch * g.inputHeight * g.inputWidth,
      columns: g.outputChannels,
      inner: g.inputChannels,
      ...(bias !== undefined && { bias }),
      ...(activation !== undefined && { activation }),
    });
  }
  return encodePatchConv({
    x,
    filter,
    y,
    bias,
    activation,
    batch: g.batch,
    height: g.inputHeight,
    width: g.inputWidth,
    channels: g.inputChannels,
    rows: g.outputHeight,
    columns: g.outputWidth,
    outputs: g.outputChannels,
    yLength: g.batch * g.outputHeight * g.outputWidth * g.outputChannels,
    yImageStep: g.outputHeight * g.outputWidth * g.outputChannels,
    yRowStep: g.outputWidth * g.outputChannels,
    yStep: g.outputChannels,
    yStart: 0,
    rowStride: g.strideHeight,
    columnStride: g.strideWidth,
    top: -g.padTop,
    left: -g.padLeft,
    rowTaps: forwardTaps(g.filterHeight, g.dilationHeight),
    columnTaps: forwardTaps(g.filterWidth, g.dilationWidth),
    ...filterOf(g, depthwise),
    filterStep: g.outputChannels,
    filterOutputStep: 1,
  });
}

/**
 * The gradient of a convolution's input as commands. The input's rows and columns are taken by their remainder by the
 * strides: within one such grid each pixel's gradient is a convolution of `dy` with the same taps of the filter.
 */
export function encodeConv2dBackpropInput(call: Conv2dBackpropInputCall): Command[] {
  const g = call.geometry;
  checkConv(g);
  if (call.kernel === 'depthwiseConv2dBackpropInput') multiplierOf(g);
  else if (isPointwise(g)) return [pointwiseBackpropInput(call)];
  const rowPhases = range(Math.min(g.strideHeight, g.inputHeight));
  const columnPhases = range(Math.min(g.strideWidth, g.inputWidth));
  return rowPhases.flatMap((row) => columnPhases.map((column) => encodePhase(call, row, column)));
}

function pointwiseBackpropInput({ dy, filter, dx, geometry: g }: Conv2dBackpropInputCall): Command {
  return encodeMatMul({
    kernel: 'matMul',
    a: dy,
    b: filter,
    output: dx,
    rows: g.batch * g.inputHeight * g.inputWidth,
    columns: g.inputChannels,
    inner: g.outputChannels,
    transposeB: true,
  });
}

function encodePhase(call: Conv2dBackpropInputCall, row: number, column: number): Command {
  const { dy, filter, dx, geometry: g } = call;
  const rowTaps = backwardTaps(row + g.padTop, g.filterHeight, g.dilationHeight, g.strideHeight);
  const columnTaps = backwardTaps(column + g.padLeft, g.filterWidth, g.dilationWidth, g.strideWidth);
  return encodePatchConv({
    x: dy,
    filter,
    y: dx,
    batch: g.batch,
    height: g.outputHeight,
    width: g.outputWidth,
    channels: g.outputChannels,
    rows: Math.ceil((g.inputHeight - row) / g.strideHeight),
    columns: Math.ceil((g.inputWidth - column) / g.strideWidth),
    outputs: g.inputChannels,
    yLength: g.batch * g.inputHeight * g.inputWidth * g.inputChannels,
    yImageStep: g.inputHeight * g.inputWidth * g.inputChannels,
    yRowStep: g.strideHeight * g.inputWidth * g.inputChannels,
    yStep: g.strideWidth * g.inputChannels,
    yStart: (row * g.inputWidth + column) * g.inputChannels,
    rowStride: 1,
    columnStride: 1,
    top: rowTaps.first,
    left: columnTaps.first,
    rowTaps,
    columnTaps,
    ...filterOf(g, call.kernel === 'depthwiseConv2dBackpropInput'),
    filterStep: 1,
    filterOutputStep: g.outputChannels,
  });
}

/** How a convolution's filter is laid out. */
function filterOf(g: ConvGeometry, depthwise: boolean) {
  const filterTapStep = depthwise ? g.outputChannels : g.inputChannels * g.outputChannels;
  return {
    depthwise,
    filterTapStep,
    filterWidth: g.filterWidth,
    filterLength: g.filterHeight * g.filterWidth * filterTapStep,
  };
}

function forwardTaps(size: number, dilation: number): Taps {
  const filterIndexes = range(size);
  return { filterIndexes, offsets: filterIndexes.map((index) => index * dilation) };
}

/** The taps that link input `place`, counted with its padding, to an output, and the first such output. */
function backwardTaps(place: number, size: number, dilation: number, stride: number) {
  const filterIndexes = range(size)
    .reverse()
    .filter((index) => (place - index * dilation) % stride === 0);
  const outputs = filterIndexes.map((index) => (place - index * dilation) / stride);
  const first = outputs[0] ?? 0;
  return { filterIndexes, offsets: outputs.map((output) => output - first), first };
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
