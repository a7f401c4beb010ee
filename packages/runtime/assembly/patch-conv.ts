import { Band, copyBand } from './band';
import { Command } from './command';
import { bandOf, biasOf, bufferOf, panelOf, sweepOf, tileOf } from './local';
import { Panel, packBias, packPanel } from './pack';
import { runSweep, Sweep } from './sweep';
import { TILE_COLUMNS, TILE_ROW_BYTES, Tile } from './tile';

/**
 * A convolution without the words filter, stride and dilation: each output pixel is the product of some input pixels, at
 * the same places relative to it, with a matrix. Covers the forward pass, and the gradient of the input for each
 * remainder of its row and column by the strides.
 */
@unmanaged
export class PatchConv extends Command {
  x: usize;
  filter: usize;
  y: usize;
  bias: usize;
  activation: i32;
  /** The input images. */
  height: i32;
  width: i32;
  channels: i32;
  /** The grid of output pixels. */
  rows: i32;
  columns: i32;
  outputs: i32;
  /** Bytes between output images, rows of the grid and its pixels. */
  yImageStep: usize;
  yRowStep: usize;
  yStep: usize;
  /** Input pixels from one output pixel to the next. */
  rowStride: i32;
  columnStride: i32;
  /** Where the first output pixel's patch begins in the input, and how far patches reach. */
  top: i32;
  left: i32;
  patchRows: i32;
  patchColumns: i32;
  /** Whether patches reach over the input's edges, so that bands must be copied. */
  padded: i32;
  /** A chunk of the second phase is this many rows of the grid of one image. */
  bandRows: i32;
  /** Steps in bytes through a tap of the filter: along input channels and along outputs. */
  filterStep: usize;
  filterOutputStep: usize;
  /** Filter taps; their byte offsets in the filter follow this struct. */
  filterTaps: i32;
  /** Runs of input floats that belong together; their byte offsets in a patch follow those of the filter taps. */
  runs: i32;
  /** Floats in a run. */
  runLength: i32;
}

const TABLES: usize = offsetof<PatchConv>();

/** First phase: packs the filter's panel number `chunk` into shared memory. */
export function packFilter(p: PatchConv, chunk: i32, local: usize, shared: usize): void {
  const panel = changetype<Panel>(panelOf(local));
  const output = chunk * TILE_COLUMNS;
  panel.rowStep = p.filterStep;
  panel.columnStep = p.filterOutputStep;
  panel.depth = p.channels;
  panel.columns = min(TILE_COLUMNS, p.outputs - output);
  const tapBytes = <usize>p.channels * TILE_ROW_BYTES;
  panel.target = shared + <usize>(chunk * p.filterTaps) * tapBytes;
  for (let i = 0; i < p.filterTaps; i++) {
    panel.source = p.filter + filterTap(p, i) + <usize>output * p.filterOutputStep;
    packPanel(panel);
    panel.target += tapBytes;
  }
}

/** Second phase: the rows of one band of one image. */
export function patchConv(p: PatchConv, chunk: i32, local: usize, shared: usize): void {
  placeBand(p, chunk, local);
  const t = changetype<Tile>(tileOf(local));
  const s = changetype<Sweep>(sweepOf(local));
  t.taps = changetype<usize>(p) + TABLES + ((<usize>p.filterTaps) << 2);
  t.tapCount = p.runs;
  t.length = p.runLength;
  t.step = 4;
  t.accumulate = 0;
  t.activation = p.activation;
  t.bias = biasOf(local);
  const panelBytes = <usize>(p.filterTaps * p.channels) * TILE_ROW_BYTES;
  const target = s.c;
  for (let j = 0; j < p.outputs; j += TILE_COLUMNS) {
    s.columns = min(TILE_COLUMNS, p.outputs - j);
    s.c = target + ((<usize>j) << 2);
    t.b = shared + <usize>(j / TILE_COLUMNS) * panelBytes;
    packBias(t.bias, p.bias === 0 ? 0 : p.bias + ((<usize>j) << 2), s.columns);
    runSweep(local);
  }
}

/** The byte offset of a tap in the filter. */
export function filterTap(p: PatchConv, tap: i32): usize {
  return load<u32>(changetype<usize>(p) + TABLES + ((<usize>tap) << 2));
}

/** The byte offset of a run in a patch. */
export function patchTap(p: PatchConv, run: i32): usize {
  return filterTap(p, p.filterTaps + run);
}

/** Points the thread's sweep at the patches of a band, in the input or in a copy with zeros around it, and at its output. */
export function placeBand(p: PatchConv, chunk: i32, local: usize): void {
  const bands = (p.rows + p.bandRows - 1) / p.bandRows;
  const image = <usize>(chunk / bands);
  const row = (chunk % bands) * p.bandRows;
  const s = changetype<Sweep>(sweepOf(local));
  s.height = min(p.bandRows, p.rows - row);
  s.width = p.columns;
  s.c = p.y + image * p.yImageStep + <usize>row * p.yRowStep;
  s.cStep = p.yStep;
  s.cRowStep = p.yRowStep;
  const pixelBytes = (<usize>p.channels) << 2;
  const start = p.x + image * <usize>(p.height * p.width) * pixelBytes;
  const top = p.top + row * p.rowStride;
  let width = p.width;
  if (p.padded) {
    width = (p.columns - 1) * p.columnStride + p.patchColumns;
    s.a = bufferOf(local);
    copyPadded(p, start, top, local);
  } else {
    s.a = start + <usize>(top * p.width + p.left) * pixelBytes;
  }
  s.aStep = <usize>p.columnStride * pixelBytes;
  s.aRowStep = <usize>(p.rowStride * width) * pixelBytes;
}

/** Copies what the sweep's patches cover, from row `top` of the image at `start` on. */
function copyPadded(p: PatchConv, start: usize, top: i32, local: usize): void {
  const s = changetype<Sweep>(sweepOf(local));
  const b = changetype<Band>(bandOf(local));
  b.image = start;
  b.height = p.height;
  b.width = p.width;
  b.pixelBytes = (<usize>p.channels) << 2;
  b.top = top;
  b.left = p.left;
  b.rows = (s.height - 1) * p.rowStride + p.patchRows;
  b.columns = (s.width - 1) * p.columnStride + p.patchColumns;
  b.target = s.a;
  copyBand(b);
}
