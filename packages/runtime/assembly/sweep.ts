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
  /** Where the sweep is: the next point of the grid. */
  column: i32;
  nextA: usize;
  nextC: usize;
}

/** Runs the thread's sweep with the rest of its tile descriptor as it stands. */
export function runSweep(local: usize): void {
  const s = changetype<Sweep>(sweepOf(local));
  const t = changetype<Tile>(tileOf(local));
  s.column = 0;
  s.nextA = s.a;
  s.nextC = s.c;
  for (let left = s.height * s.width; left > 0; left -= TILE_ROWS) {
    if (s.column + TILE_ROWS < s.width) placeRows(s, t);
    else placeLastRows(s, t, min(left, TILE_ROWS), spareRowOf(local));
    if (s.columns === TILE_COLUMNS) multiplyTile(t);
    else multiplyPart(t, s.columns, local);
  }
}

/** Points the tile at the next four points, none of which ends a row of the grid. */
function placeRows(s: Sweep, t: Tile): void {
  const a = s.nextA;
  const c = s.nextC;
  const aStep = s.aStep;
  const cStep = s.cStep;
  t.a0 = a;
  t.a1 = a + aStep;
  t.a2 = a + 2 * aStep;
  t.a3 = a + 3 * aStep;
  t.c0 = c;
  t.c1 = c + cStep;
  t.c2 = c + 2 * cStep;
  t.c3 = c + 3 * cStep;
  s.nextA = a + 4 * aStep;
  s.nextC = c + 4 * cStep;
  s.column += TILE_ROWS;
}

/** The same where a row of the grid ends, or fewer than four points are left. */
function placeLastRows(s: Sweep, t: Tile, left: i32, spareRow: usize): void {
  for (let i = 0; i < TILE_ROWS; i++) {
    const row = changetype<usize>(t) + ((<usize>i) << 2);
    const exists = i < left;
    store<usize>(row, exists ? s.nextA : t.a0, offsetof<Tile>('a0'));
    store<usize>(row, exists ? s.nextC : spareRow, offsetof<Tile>('c0'));
    s.column++;
    const wraps = s.column === s.width;
    s.nextA += wraps ? s.aRowStep - <usize>(s.width - 1) * s.aStep : s.aStep;
    s.nextC += wraps ? s.cRowStep - <usize>(s.width - 1) * s.cStep : s.cStep;
    if (wraps) s.column = 0;
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
