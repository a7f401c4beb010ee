import { Command } from './command';

/** A pooling over NHWC images; also the base of its gradients. Padding takes no part. */
@unmanaged
export class Pool extends Command {
  height: i32;
  width: i32;
  channels: i32;
  filterHeight: i32;
  filterWidth: i32;
  rows: i32;
  columns: i32;
  rowStride: i32;
  columnStride: i32;
  padTop: i32;
  padLeft: i32;
  /** A chunk is this many rows of the pooled side of one image, or this many of the input's side. */
  bandRows: i32;
  inputBandRows: i32;
}

/** The pooling's forward kernels: from `x` to `y`. */
@unmanaged
export class PoolForward extends Pool {
  x: usize;
  y: usize;
  /** Where to store the place of each maximum in its window as a u16, or 0. */
  argmax: usize;
}

/** The pooling's gradient kernels: from `dy` to `dx`. */
@unmanaged
export class PoolGrad extends Pool {
  dy: usize;
  dx: usize;
  argmax: usize;
  /** The pooled output where an activation's gradient is taken along, or 0. */
  activated: usize;
  activation: i32;
}

/** One pixel of a pooling's result and where its terms are: taps of a window, or windows that hold an input pixel. */
@unmanaged
export class Cursor {
  /** The pixel of the result, counted over all images. */
  target: i32;
  /** The pixel of the other side that tap or window 0 is at, counted over all images; it may not exist. */
  origin: i32;
  firstRow: i32;
  endRow: i32;
  firstColumn: i32;
  endColumn: i32;
  /** Of an input pixel: its place in window 0, row * filterWidth + column. */
  place: i32;
  /** Scratch memory that the threads share. */
  scratch: usize;
}

/** Sets the cursor to output row `row`, and to its window's rows that lie inside the input. */
export function enterOutputRow(p: Pool, c: Cursor, image: i32, row: i32): void {
  const top = row * p.rowStride - p.padTop;
  c.firstRow = max(0, -top);
  c.endRow = min(p.filterHeight, p.height - top);
  c.target = (image * p.rows + row) * p.columns - 1;
  c.origin = (image * p.height + top) * p.width - p.padLeft - p.columnStride;
}

/** Moves the cursor to the next pixel of the row, which is `column`. */
export function enterOutput(p: Pool, c: Cursor, column: i32): void {
  const left = column * p.columnStride - p.padLeft;
  c.firstColumn = max(0, -left);
  c.endColumn = min(p.filterWidth, p.width - left);
  c.target++;
  c.origin += p.columnStride;
}

/** Sets the cursor to input row `row`, and to the rows of windows that hold it. */
export function enterInputRow(p: Pool, c: Cursor, image: i32, row: i32): void {
  const place = row + p.padTop;
  c.firstRow = place < p.filterHeight ? 0 : (place - p.filterHeight) / p.rowStride + 1;
  c.endRow = min(place / p.rowStride + 1, p.rows);
  c.target = (image * p.height + row) * p.width - 1;
  c.origin = image * p.rows * p.columns;
  c.place = place * p.filterWidth + p.padLeft - 1;
}

/** Moves the cursor to the next pixel of the row, which is `column`. */
export function enterInput(p: Pool, c: Cursor, column: i32): void {
  const place = column + p.padLeft;
  c.firstColumn = place < p.filterWidth ? 0 : (place - p.filterWidth) / p.columnStride + 1;
  c.endColumn = min(place / p.columnStride + 1, p.columns);
  c.target++;
  c.place++;
}
