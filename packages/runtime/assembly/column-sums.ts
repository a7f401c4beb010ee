import { Matrix } from './matrix';
import { Floats } from './vector';

/** Sums over the rows of a matrix: `sumTerms`, then `addSlices` to `target`. */
@unmanaged
export class ColumnSums extends Matrix {
  x: usize;
  target: usize;

  @inline
  term(at: usize, _column: usize, count: i32): v128 {
    return Floats.load(this.x + at, count);
  }
}
