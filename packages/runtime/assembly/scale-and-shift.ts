import { activate } from './activation';
import { Matrix } from './matrix';
import { Floats } from './vector';

/** Each column of a matrix times its own factor, plus its own term. */
@unmanaged
export class ScaleAndShift extends Matrix {
  x: usize;
  y: usize;
  scales: usize;
  shifts: usize;
  activation: i32;

  @inline
  block(at: usize, column: usize, count: i32, _scratch: usize): void {
    const scaled = f32x4.mul(Floats.load(this.x + at, count), Floats.load(this.scales + column, count));
    const value = f32x4.add(scaled, Floats.load(this.shifts + column, count));
    Floats.store(this.y + at, activate(value, this.activation), count);
  }
}
