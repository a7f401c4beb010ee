import { LINEAR } from './activation';
import { Band, copyBand } from './band';
import { bandOf, bufferOf, panelOf, sweepOf, tileOf } from './local';
import { Panel, packPanel } from './pack';
import { Sliced, sliceStart } from './sliced';
import { runSweep, Sweep } from './sweep';
import { TILE_COLUMNS, TILE_ROW_BYTES, Tile } from './tile';

/** Most rows of a band; its table of row offsets lies at the start of the thread's buffer. */
const TABLE_BYTES: usize = 1024;
/** Rows of the filter in a chunk of the second phase. */
const ROWS_PER_CHUNK = 64;

/**
 * The gradient of a convolution's filter: for each of its rows (tap and input channel) the product of that input with
 * the output's gradient, summed over pixels. The pixels are cut into slices (see sliced.ts).
 */
@unmanaged
export class FilterGrad extends Sliced {
  x: usize;
  dy: usize;
  dFilter: usize;
  batch: i32;
  height: i32;
  width: i32;
  channels: i32;
  filterHeight: i32;
  filterWidth: i32;
  rows: i32;
  columns: i32;
  outputs: i32;
  rowStride: i32;
  columnStride: i32;
  rowDilation: i32;
  columnDilation: i32;
  padTop: i32;
  padLeft: i32;
  padded: i32;
  /** Output rows worked on at a time. */
  bandRows: i32;
  /** A chunk is one slice for this many panels of eight outputs. */
  panels: i32;
}

/** First phase: one slice of some panels. */
export function filterGrad(f: FilterGrad, chunk: i32, local: usize, shared: usize): void {
  const allPanels = (f.outputs + TILE_COLUMNS - 1) / TILE_COLUMNS;
  const groups = (allPanels + f.panels - 1) / f.panels;
  const slice = chunk / groups;
  const firstPanel = (chunk % groups) * f.panels;
  const endPanel = min(firstPanel + f.panels, allPanels);
  const panelBytes = <usize>(f.filterHeight * f.filterWidth * f.channels) * TILE_ROW_BYTES;
  const target = shared + <usize>(slice * allPanels) * panelBytes;
  memory.fill(target + <usize>firstPanel * panelBytes, 0, <usize>(endPanel - firstPanel) * panelBytes);
  const bands = (f.rows + f.bandRows - 1) / f.bandRows;
  const units = f.batch * bands;
  const end = sliceStart(f, slice + 1, units);
  for (let unit = sliceStart(f, slice, units); unit < end; unit++) {
    const image = unit / bands;
    const row = (unit % bands) * f.bandRows;
    placeBand(f, image, row, local);
    for (let panel = firstPanel; panel < endPanel; panel++) {
      packGradient(f, image * f.rows + row, panel, local);
      addBand(f, target + <usize>panel * panelBytes, local);
    }
  }
}

/** Points the thread's tile and band descriptors at a band. */
export function placeBand(f: FilterGrad, image: i32, row: i32, local: usize): void {
  const table = bufferOf(local);
  const pixelBytes = (<usize>f.channels) << 2;
  const b = changetype<Band>(bandOf(local));
  const rows = min(f.bandRows, f.rows - row);
  b.image = f.x + <usize>(image * f.height * f.width) * pixelBytes;
  b.height = f.height;
  b.width = f.width;
  b.pixelBytes = pixelBytes;
  b.top = row * f.rowStride - f.padTop;
  b.left = -f.padLeft;
  b.rows = (rows - 1) * f.rowStride + (f.filterHeight - 1) * f.rowDilation + 1;
  b.columns = f.width;
  let packed = table + TABLE_BYTES;
  if (f.padded) {
    b.columns = (f.columns - 1) * f.columnStride + (f.filterWidth - 1) * f.columnDilation + 1;
    b.target = packed;
    copyBand(b);
    packed += <usize>(b.rows * b.columns) * pixelBytes;
  } else {
    b.target = b.image + <usize>(b.top * b.width + b.left) * pixelBytes;
  }
  const rowStep = <usize>(f.rowStride * b.columns) * pixelBytes;
  for (let i = 0; i < rows; i++) store<u32>(table + ((<usize>i) << 2), <u32>(<usize>i * rowStep));
  const t = changetype<Tile>(tileOf(local));
  t.taps = table;
  t.tapCount = rows;
  t.length = f.columns;
  t.step = <usize>f.columnStride * pixelBytes;
  t.b = packed;
  t.accumulate = 1;
  t.activation = LINEAR;
}

/** Packs eight outputs of the band's gradient, which begins at `row` of all images' rows, for the tile. */
function packGradient(f: FilterGrad, row: i32, panel: i32, local: usize): void {
  const p = changetype<Panel>(panelOf(local));
  const output = panel * TILE_COLUMNS;
  p.source = f.dy + ((<usize>(row * f.columns * f.outputs + output)) << 2);
  p.target = changetype<Tile>(tileOf(local)).b;
  p.rowStep = (<usize>f.outputs) << 2;
  p.columnStep = 4;
  p.depth = changetype<Tile>(tileOf(local)).tapCount * f.columns;
  p.columns = min(TILE_COLUMNS, f.outputs - output);
  packPanel(p);
}

/** Adds the band's products to the slice of one panel at `target`. */
function addBand(f: FilterGrad, target: usize, local: usize): void {
  const b = changetype<Band>(bandOf(local));
  const s = changetype<Sweep>(sweepOf(local));
  const rowBytes = <usize>b.columns * b.pixelBytes;
  const dilated = f.columnDilation > 1;
  s.columns = TILE_COLUMNS;
  s.aStep = 4;
  s.cStep = TILE_ROW_BYTES;
  s.height = dilated ? f.filterWidth : f.filterHeight;
  s.width = dilated ? f.channels : f.filterWidth * f.channels;
  s.aRowStep = dilated ? <usize>f.columnDilation * b.pixelBytes : <usize>f.rowDilation * rowBytes;
  s.cRowStep = <usize>s.width * TILE_ROW_BYTES;
  const sweeps = dilated ? f.filterHeight : 1;
  for (let i = 0; i < sweeps; i++) {
    s.a = b.target + <usize>(i * f.rowDilation) * rowBytes;
    s.c = target + <usize>(i * f.filterWidth * f.channels) * TILE_ROW_BYTES;
    runSweep(local);
  }
}

/** Second phase: adds the slices of one row of the filter's taps and stores them. */
export function storeFilterGrad(f: FilterGrad, chunk: i32, shared: usize): void {
  const filterRows = f.filterHeight * f.filterWidth * f.channels;
  const panels = (f.outputs + TILE_COLUMNS - 1) / TILE_COLUMNS;
  const panelBytes = <usize>filterRows * TILE_ROW_BYTES;
  const sliceBytes = <usize>panels * panelBytes;
  const end = min((chunk + 1) * ROWS_PER_CHUNK, filterRows);
  for (let row = chunk * ROWS_PER_CHUNK; row < end; row++) {
    for (let output = 0; output < f.outputs; output++) {
      const panel = <usize>(output / TILE_COLUMNS);
      const at =
        shared + panel * panelBytes + <usize>row * TILE_ROW_BYTES + ((<usize>(output % TILE_COLUMNS)) << 2);
      let sum = load<f32>(at);
      for (let i: usize = 1; i < <usize>f.slices; i++) sum += load<f32>(at + i * sliceBytes);
      store<f32>(f.dFilter + ((<usize>(row * f.outputs + output)) << 2), sum);
    }
  }
}
