import type { FusedActivation } from '../kernel-calls';
import type { Pointer } from '../wasm-kernels';
import { Command } from './command';
import { KERNEL, PANEL_COLUMNS, PANEL_ROW_BYTES } from './kernel-numbers';

/** One dimension of the taps: where each lies in the input relative to the patch, and which row or column of the filter it is. */
export interface Taps {
  /** Ascending, beginning with 0. */
  offsets: readonly number[];
  filterIndexes: readonly number[];
}

/** A convolution as `assembly/patch-conv.ts` sees it. Sizes in elements. */
export interface PatchConv {
  x: Pointer;
  filter: Pointer;
  y: Pointer;
  bias?: Pointer | undefined;
  activation?: FusedActivation | undefined;
  batch: number;
  height: number;
  width: number;
  channels: number;
  /** The grid of output pixels. */
  rows: number;
  columns: number;
  outputs: number;
  /** The whole output: its floats, and from one image, grid row and grid pixel to the next. */
  yLength: number;
  yImageStep: number;
  yRowStep: number;
  yStep: number;
  /** Floats from the start of the output to the grid's first pixel. */
  yStart: number;
  rowStride: number;
  columnStride: number;
  /** Where the first patch begins in the input. */
  top: number;
  left: number;
  rowTaps: Taps;
  columnTaps: Taps;
  filterWidth: number;
  /** Each output has one input channel: the kernel of `assembly/depthwise.ts`. */
  depthwise: boolean;
  /** Floats in the filter for one tap, and from one input channel and output to the next. */
  filterTapStep: number;
  filterStep: number;
  filterOutputStep: number;
  filterLength: number;
}

/** About how many products a chunk computes: some 80 microseconds. */
const CHUNK_PRODUCTS = 1_000_000;
/** Products that take as long as one of a depthwise convolution, which uses each number it loads once. */
const DEPTHWISE_COST = 3;
/** A copied band should stay in the second cache. */
const BAND_BYTES = 256 * 1024;

/** The convolution as a command. */
export function encodePatchConv(conv: PatchConv): Command {
  const { channels, rows, columns, outputs, rowTaps, columnTaps } = conv;
  const taps = rowTaps.offsets.length * columnTaps.offsets.length;
  const patchRows = extentOf(rowTaps);
  const patchColumns = extentOf(columnTaps);
  const padded = reachesOut(conv);
  const bandWidth = padded ? (columns - 1) * conv.columnStride + patchColumns : conv.width;
  const bandRows = bandRowsOf(conv, bandWidth * channels * 4);
  const bandBytes = ((bandRows - 1) * conv.rowStride + patchRows) * bandWidth * channels * 4;
  const runs = runsOf(conv, bandWidth);
  const panels = Math.ceil(outputs / PANEL_COLUMNS);
  const command = new Command(conv.depthwise ? KERNEL.depthwise : KERNEL.patchConv)
    .pointer('x', conv.x, conv.batch * conv.height * conv.width * channels)
    .pointer('filter', conv.filter, conv.filterLength)
    .pointer('y', conv.y, { start: conv.yStart, length: conv.yLength })
    .optionalPointer('bias', conv.bias, outputs)
    .activation(conv.activation)
    .integers(conv.height, conv.width, channels, rows, columns, outputs)
    .integers(conv.yImageStep * 4, conv.yRowStep * 4, conv.yStep * 4)
    .integers(conv.rowStride, conv.columnStride, conv.top, conv.left, patchRows, patchColumns)
    .integers(Number(padded), bandRows, conv.filterStep * 4, conv.filterOutputStep * 4)
    .integers(taps, runs.offsets.length, runs.length)
    .integers(...filterOffsets(conv), ...runs.offsets);
  const bands = conv.batch * Math.ceil(rows / bandRows);
  const localBytes = padded ? bandBytes : 0;
  if (conv.depthwise) return command.needs({ chunks: [bands], localBytes });
  const sharedBytes = panels * taps * channels * PANEL_ROW_BYTES;
  return command.needs({ chunks: [panels, bands], sharedBytes, localBytes });
}

function extentOf({ offsets }: Taps): number {
  return (offsets.at(-1) ?? 0) + 1;
}

function reachesOut({ top, left, rows, columns, height, width, ...conv }: PatchConv): boolean {
  if (conv.rowTaps.offsets.length * conv.columnTaps.offsets.length === 0) return false;
  const bottom = top + (rows - 1) * conv.rowStride + extentOf(conv.rowTaps);
  const right = left + (columns - 1) * conv.columnStride + extentOf(conv.columnTaps);
  return top < 0 || left < 0 || bottom > height || right > width;
}

function bandRowsOf(conv: PatchConv, rowBytes: number): number {
  const taps = Math.max(1, conv.rowTaps.offsets.length * conv.columnTaps.offsets.length);
  const { channels, outputs } = conv;
  const products = conv.depthwise ? Math.max(channels, outputs) * DEPTHWISE_COST : channels * outputs;
  const wanted = Math.ceil(CHUNK_PRODUCTS / (conv.columns * products * taps));
  const fitting = Math.floor(BAND_BYTES / (rowBytes * conv.rowStride));
  return Math.max(1, Math.min(wanted, fitting, conv.rows));
}

/** Byte offsets of the taps in the filter, in the order of the runs. */
function filterOffsets({ rowTaps, columnTaps, filterWidth, filterTapStep }: PatchConv): number[] {
  return rowTaps.filterIndexes.flatMap((row) =>
    columnTaps.filterIndexes.map((column) => (row * filterWidth + column) * filterTapStep * 4),
  );
}

/** Byte offsets of the runs in a patch: a row of taps where they lie side by side, else single taps. */
function runsOf({ rowTaps, columnTaps, channels, depthwise }: PatchConv, bandWidth: number) {
  const adjacent = !depthwise && columnTaps.offsets.every((offset, i) => offset === i);
  const starts = adjacent ? columnTaps.offsets.slice(0, 1) : columnTaps.offsets;
  return {
    offsets: rowTaps.offsets.flatMap((row) =>
      starts.map((column) => (row * bandWidth + column) * channels * 4),
    ),
    length: adjacent ? columnTaps.offsets.length * channels : channels,
  };
}
