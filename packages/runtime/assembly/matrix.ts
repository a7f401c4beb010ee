import { Sliced, sliceStart } from './sliced';
import { Floats } from './vector';

/** A kernel on the rows of a matrix. */
@unmanaged
export class Matrix extends Sliced {
  rows: i32;
  columns: i32;
  /** A chunk of the phases without sums is this many rows. */
  blockRows: i32;
}

/**
 * Calls `kernel.block(at, column, count, scratch)` for up to four floats at a time of one block of rows: their byte
 * offsets in the matrix and in a row, and how many they are.
 */
export function eachBlock<T extends Matrix>(kernel: T, chunk: i32, scratch: usize): void {
  const end = min((chunk + 1) * kernel.blockRows, kernel.rows);
  const columns = kernel.columns;
  const full = columns & ~3;
  for (let row = chunk * kernel.blockRows; row < end; row++) {
    const start = (<usize>row * <usize>columns) << 2;
    for (let c = 0; c < full; c += 4) {
      const column = (<usize>c) << 2;
      kernel.block(start + column, column, 4, scratch);
    }
    const column = (<usize>full) << 2;
    if (full < columns) kernel.block(start + column, column, columns - full, scratch);
  }
}

/** Sums `kernel.term(at, column, count)` over the rows of one slice, to `target`: one float for each column. */
export function sumTerms<T extends Matrix>(kernel: T, slice: i32, target: usize): void {
  const columns = kernel.columns;
  let c = 0;
  for (; c + 16 <= columns; c += 16) sumSixteen<T>(kernel, slice, (<usize>c) << 2, target);
  for (; c < columns; c += 4) sumFour<T>(kernel, slice, (<usize>c) << 2, target);
}

/** Sixteen columns: a cache line of each row, and enough sums to hide the time an addition takes. */
function sumSixteen<T extends Matrix>(kernel: T, slice: i32, column: usize, target: usize): void {
  const step = (<usize>kernel.columns) << 2;
  const end = <usize>sliceStart(kernel, slice + 1, kernel.rows) * step + column;
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (let at = <usize>sliceStart(kernel, slice, kernel.rows) * step + column; at < end; at += step) {
    a = f32x4.add(a, kernel.term(at, column, 4));
    b = f32x4.add(b, kernel.term(at + 16, column + 16, 4));
    c = f32x4.add(c, kernel.term(at + 32, column + 32, 4));
    d = f32x4.add(d, kernel.term(at + 48, column + 48, 4));
  }
  v128.store(target + column, a);
  v128.store(target + column, b, 16);
  v128.store(target + column, c, 32);
  v128.store(target + column, d, 48);
}

function sumFour<T extends Matrix>(kernel: T, slice: i32, column: usize, target: usize): void {
  const step = (<usize>kernel.columns) << 2;
  const end = <usize>sliceStart(kernel, slice + 1, kernel.rows) * step + column;
  const count = kernel.columns - <i32>(column >> 2);
  let sum = f32x4.splat(0);
  for (let at = <usize>sliceStart(kernel, slice, kernel.rows) * step + column; at < end; at += step) {
    sum = f32x4.add(sum, kernel.term(at, column, count));
  }
  Floats.store(target + column, sum, count);
}
