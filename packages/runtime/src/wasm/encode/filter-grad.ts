import type { ConvGeometry } from '../geometry';
import type { Conv2dBackpropFilterCall } from '../kernel-calls';
import { checkConv, isPointwise, multiplierOf } from './check-conv';
import { Command } from './command';
import { KERNEL, PANEL_COLUMNS, PANEL_ROW_BYTES, SUM_CHUNK } from './kernel-numbers';

/** Bytes and entries of the table of row offsets, and filter rows in a chunk: constants of `assembly/filter-grad.ts`. */
const TABLE_BYTES = 1024;
const MOST_BAND_ROWS = 256;
const ROWS_PER_CHUNK = 64;

/** Output pixels of a band, at least: enough that loading and storing a tile's sums for it costs little. */
const BAND_PIXELS = 128;
/** Most slices, and so most threads that can work on one panel. */
const MOST_SLICES = 32;
/** Most memory for the slices together, one of them apart. */
const SLICES_BYTES = 8 * 1024 * 1024;
/** Images of a pointwise convolution up to this many pixels are seen as one row. */
const FLAT_PIXELS = 1024;

/** The gradient of a convolution's filter as a command. */
export function encodeFilterGrad(call: Conv2dBackpropFilterCall): Command {
  checkConv(call.geometry);
  const g = flatten(call.geometry);
  const panels = Math.ceil(g.outputChannels / PANEL_COLUMNS);
  const filterRows = g.filterHeight * g.filterWidth * g.inputChannels;
  const sliceBytes = filterRows * panels * PANEL_ROW_BYTES;
  const bandRows = bandRowsOf(g);
  const slices = slicesOf(g, bandRows, sliceBytes);
  const chunkPanels = Math.max(1, Math.ceil((panels * slices) / MOST_SLICES));
  return startFilterGrad(KERNEL.filterGrad, { ...call, geometry: g }, { slices, bandRows })
    .integers(chunkPanels)
    .needs({
      chunks: [slices * Math.ceil(panels / chunkPanels), filterRows / ROWS_PER_CHUNK],
      sharedBytes: slices * sliceBytes,
      localBytes: bandBytes(g, bandRows) + bandRows * g.outputWidth * PANEL_ROW_BYTES,
    });
}

/** The same for a depthwise convolution. */
export function encodeDepthwiseFilterGrad(call: Conv2dBackpropFilterCall): Command {
  const { geometry: g } = call;
  checkConv(g);
  multiplierOf(g);
  const length = g.filterHeight * g.filterWidth * g.outputChannels;
  const bandRows = bandRowsOf(g);
  const slices = slicesOf(g, bandRows, length * 4);
  return startFilterGrad(KERNEL.depthwiseFilterGrad, call, { slices, bandRows })
    .integers(0)
    .needs({
      chunks: [slices, length / SUM_CHUNK],
      sharedBytes: slices * length * 4,
      localBytes: bandBytes(g, bandRows),
    });
}

interface Cut {
  slices: number;
  bandRows: number;
}

function startFilterGrad(kernel: number, call: Conv2dBackpropFilterCall, { slices, bandRows }: Cut): Command {
  const { x, dy, dFilter, geometry: g } = call;
  const depthwise = kernel === KERNEL.depthwiseFilterGrad;
  const length = g.filterHeight * g.filterWidth * g.outputChannels * (depthwise ? 1 : g.inputChannels);
  return new Command(kernel)
    .integers(slices, length)
    .float(1)
    .integers(0)
    .pointer('x', x, g.batch * g.inputHeight * g.inputWidth * g.inputChannels)
    .pointer('dy', dy, g.batch * g.outputHeight * g.outputWidth * g.outputChannels)
    .pointer('dFilter', dFilter, length)
    .integers(g.batch, g.inputHeight, g.inputWidth, g.inputChannels, g.filterHeight, g.filterWidth)
    .integers(g.outputHeight, g.outputWidth, g.outputChannels, g.strideHeight, g.strideWidth)
    .integers(g.dilationHeight, g.dilationWidth, g.padTop, g.padLeft)
    .integers(Number(reachesOut(g)), bandRows);
}

function bandRowsOf({ outputHeight, outputWidth }: ConvGeometry): number {
  return Math.min(Math.ceil(BAND_PIXELS / outputWidth), outputHeight, MOST_BAND_ROWS);
}

function slicesOf(g: ConvGeometry, bandRows: number, sliceBytes: number): number {
  const units = g.batch * Math.ceil(g.outputHeight / bandRows);
  return Math.max(1, Math.min(MOST_SLICES, units, Math.floor(SLICES_BYTES / sliceBytes)));
}

/** Scratch memory for a band: the table of its rows, and a copy of its input where padding is to be added. */
function bandBytes(g: ConvGeometry, bandRows: number): number {
  if (!reachesOut(g)) return TABLE_BYTES;
  const rows = (bandRows - 1) * g.strideHeight + (g.filterHeight - 1) * g.dilationHeight + 1;
  const columns = (g.outputWidth - 1) * g.strideWidth + (g.filterWidth - 1) * g.dilationWidth + 1;
  return TABLE_BYTES + rows * columns * g.inputChannels * 4;
}

function reachesOut(g: ConvGeometry): boolean {
  const bottom = (g.outputHeight - 1) * g.strideHeight + (g.filterHeight - 1) * g.dilationHeight + 1;
  const right = (g.outputWidth - 1) * g.strideWidth + (g.filterWidth - 1) * g.dilationWidth + 1;
  const inside = bottom - g.padTop <= g.inputHeight && right - g.padLeft <= g.inputWidth;
  return g.padTop > 0 || g.padLeft > 0 || !inside;
}

/** With a filter of one pixel, images are rows of pixels whatever their shape, and a long row is faster. */
function flatten(g: ConvGeometry): ConvGeometry {
  const pixels = g.inputHeight * g.inputWidth;
  if (!isPointwise(g) || pixels > FLAT_PIXELS) return g;
  return {
    ...g,
    batch: 1,
    inputHeight: g.batch,
    outputHeight: g.batch,
    inputWidth: pixels,
    outputWidth: pixels,
  };
}
