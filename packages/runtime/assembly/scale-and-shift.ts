import { activate } from './activation';
import { Command } from './command';
import { loadFloats, storeFloats } from './vector';

/** Each column of a matrix times its own factor, plus its own term. */
@unmanaged
export class ScaleAndShift extends Command {
  x: usize;
  y: usize;
  scale: usize;
  shift: usize;
  rows: i32;
  columns: i32;
  activation: i32;
  /** A chunk is this many rows. */
  blockRows: i32;
}

/** One block of rows. */
export function scaleAndShift(s: ScaleAndShift, chunk: i32): void {
  const end = min((chunk + 1) * s.blockRows, s.rows);
  for (let row = chunk * s.blockRows; row < end; row++) {
    const start = (<usize>row * <usize>s.columns) << 2;
    for (let c = 0; c < s.columns; c += 4) {
      const at = (<usize>c) << 2;
      const left = s.columns - c;
      const scaled = f32x4.mul(loadFloats(s.x + start + at, left), loadFloats(s.scale + at, left));
      const value = f32x4.add(scaled, loadFloats(s.shift + at, left));
      storeFloats(s.y + start + at, activate(value, s.activation), left);
    }
  }
}
