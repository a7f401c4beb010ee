import { LINEAR } from './activation';
import { biasOf, bufferOf, panelOf, sweepOf, tileOf, zeroTapOf } from './local';
import { Panel, packBias, packPanel } from './pack';
import { Sliced, sliceOf, sliceStart } from './sliced';
import { runSweep, Sweep } from './sweep';
import { TILE_COLUMNS, Tile } from './tile';

/** How much of the inner dimension is worked on at a time, so that a panel of B stays in the first cache. */
const DEPTH = 512;

/**
 * C = activation(A B + bias). Steps are in bytes, so that a transposed matrix is one with its steps exchanged. Where C is
 * small and the inner dimension large, that is cut into slices: the chunks' results go to shared memory first.
 */
@unmanaged
export class MatMul extends Sliced {
  a: usize;
  b: usize;
  c: usize;
  bias: usize;
  rows: i32;
  columns: i32;
  inner: i32;
  aRowStep: usize;
  aStep: usize;
  bStep: usize;
  bColumnStep: usize;
  activation: i32;
  /** A chunk is a block of this many rows and columns. */
  blockRows: i32;
  blockColumns: i32;
}

/** Computes one block of C, or of one slice of it. */
export function matMul(m: MatMul, chunk: i32, local: usize, shared: usize): void {
  const slice = chunk % m.slices;
  const block = chunk / m.slices;
  const blocksAcross = (m.columns + m.blockColumns - 1) / m.blockColumns;
  const row = (block / blocksAcross) * m.blockRows;
  const column = (block % blocksAcross) * m.blockColumns;
  prepare(m, row, local);
  const t = changetype<Tile>(tileOf(local));
  const s = changetype<Sweep>(sweepOf(local));
  const panel = changetype<Panel>(panelOf(local));
  const columnEnd = min(column + m.blockColumns, m.columns);
  const c = m.slices > 1 ? sliceOf(m, slice, shared) : m.c;
  const bias = slice === 0 ? m.bias : 0;
  const start = sliceStart(m, slice, m.inner);
  const end = sliceStart(m, slice + 1, m.inner);
  for (let k = start; k < end; k += DEPTH) {
    t.length = panel.depth = min(DEPTH, end - k);
    t.accumulate = i32(k > start);
    t.activation = k + DEPTH >= end ? m.activation : LINEAR;
    s.a = m.a + <usize>row * m.aRowStep + <usize>k * m.aStep;
    for (let j = column; j < columnEnd; j += TILE_COLUMNS) {
      s.columns = panel.columns = min(TILE_COLUMNS, columnEnd - j);
      s.c = c + <usize>row * s.cStep + ((<usize>j) << 2);
      panel.source = m.b + <usize>k * m.bStep + <usize>j * m.bColumnStep;
      packPanel(panel);
      packBias(t.bias, bias === 0 ? 0 : bias + ((<usize>j) << 2), panel.columns);
      runSweep(local);
    }
  }
}

/** Fills in what all panels of a block have in common. */
function prepare(m: MatMul, row: i32, local: usize): void {
  const panel = changetype<Panel>(panelOf(local));
  panel.target = bufferOf(local);
  panel.rowStep = m.bStep;
  panel.columnStep = m.bColumnStep;
  const t = changetype<Tile>(tileOf(local));
  t.b = panel.target;
  t.bias = biasOf(local);
  t.taps = zeroTapOf(local);
  t.tapCount = 1;
  t.step = m.aStep;
  const s = changetype<Sweep>(sweepOf(local));
  s.height = 1;
  s.width = min(m.blockRows, m.rows - row);
  s.aStep = m.aRowStep;
  s.cStep = (<usize>m.columns) << 2;
}
