import { spareRowOf, spareTileOf, sweepOf, tileOf } from './local';
import { multiplyTile, TILE_COLUMNS, TILE_ROW_BYTES, TILE_ROWS, Tile } from './tile';

/**
 * Rows of A times one panel of B, tile by tile. The rows begin at the points of a grid of `height` by `width`, row by
 * row, and so do the rows of results: the pixels of an image, or with `height` 1 the rows of a matrix.
 */
@unmanaged
export class Sweep {
  a: usize;
  /** Bytes from a point of the grid to the next in its row. */
  aStep: usize;
  /** Bytes from a row of the grid to the next. */
  aRowStep: usize;
  c: usize;
  cStep: usize;
  cRowStep: usize;
  height: i32;
  width: i32;
  /** Columns of the panel that exist. */
  columns: i32;
}

/** Runs the thread's sweep with the rest of its tile descriptor as it stands. */
export function runSweep(local: usize): void {
  const s = changetype<Sweep>(sweepOf(local));
  const t = changetype<Tile>(tileOf(local));
  const total = s.height * s.width;
  let a = s.a;
  let c = s.c;
  let column = 0;
  for (let done = 0; done < total; done += TILE_ROWS) {
    for (let i: usize = 0; i < <usize>TILE_ROWS; i++) {
      const exists = done + <i32>i < total;
      const row = changetype<usize>(t) + (i << 2);
      store<usize>(row, exists ? a : t.a0, offsetof<Tile>('a0'));
      store<usize>(row, exists ? c : spareRowOf(local), offsetof<Tile>('c0'));
      column++;
      const wraps = column === s.width;
      a += wraps ? s.aRowStep - <usize>(s.width - 1) * s.aStep : s.aStep;
      c += wraps ? s.cRowStep - <usize>(s.width - 1) * s.cStep : s.cStep;
      if (wraps) column = 0;
    }
    if (s.columns === TILE_COLUMNS) multiplyTile(t);
    else multiplyPart(t, s.columns, local);
  }
}

/** Computes a tile of which only the first `columns` columns exist. */
function multiplyPart(t: Tile, columns: i32, local: usize): void {
  const spare = spareTileOf(local);
  const rows = changetype<usize>(t) + offsetof<Tile>('c0');
  const c0 = t.c0;
  const c1 = t.c1;
  const c2 = t.c2;
  const c3 = t.c3;
  for (let i: usize = 0; i < <usize>TILE_ROWS; i++) {
    const row = rows + (i << 2);
    if (t.accumulate) copyFloats(spare + i * TILE_ROW_BYTES, load<usize>(row), columns);
    store<usize>(row, spare + i * TILE_ROW_BYTES);
  }
  multiplyTile(t);
  copyFloats(c0, t.c0, columns);
  copyFloats(c1, t.c1, columns);
  copyFloats(c2, t.c2, columns);
  copyFloats(c3, t.c3, columns);
}

/** Copies fewer than eight floats. */
function copyFloats(target: usize, source: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  for (let i: usize = 0; i < bytes; i += 4) store<f32>(target + i, load<f32>(source + i));
}
