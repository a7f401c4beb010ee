import { Command } from './command';

/** Rows of a matrix, copied to rows that lie elsewhere: a part of a picture's channels, a picture within its padding, or a batch. */
@unmanaged
export class CopyRows extends Command {
  rows: i32;
  /** A chunk is this many rows. */
  blockRows: i32;
  x: usize;
  y: usize;
  rowBytes: usize;
  /** Bytes from a row to the next. */
  xStep: usize;
  yStep: usize;
  /** Which row of `x` each row of `y` is; 0 where they are in order. */
  places: usize;
}

/** Copies one block of rows. */
export function copyRows(c: CopyRows, chunk: i32): void {
  const end = min((chunk + 1) * c.blockRows, c.rows);
  for (let row = chunk * c.blockRows; row < end; row++) {
    const from = c.places === 0 ? row : load<i32>(c.places + ((<usize>row) << 2));
    memory.copy(c.y + <usize>row * c.yStep, c.x + <usize>from * c.xStep, c.rowBytes);
  }
}
