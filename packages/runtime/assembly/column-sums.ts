import { clearSlice, Sliced, sliceStart } from './sliced';
import { loadFloats, storeFloats } from './vector';

/** Sums over the rows of a matrix. */
@unmanaged
export class ColumnSums extends Sliced {
  x: usize;
  rows: i32;
  target: usize;
}

/** First phase: one slice of the rows. The second is `addSlices`. */
export function columnSums(s: ColumnSums, slice: i32, shared: usize): void {
  const sums = clearSlice(s, slice, shared);
  const end = sliceStart(s, slice + 1, s.rows);
  let x = s.x + ((<usize>sliceStart(s, slice, s.rows) * <usize>s.length) << 2);
  for (let row = sliceStart(s, slice, s.rows); row < end; row++) {
    for (let c = 0; c < s.length; c += 4) {
      const at = (<usize>c) << 2;
      const left = s.length - c;
      storeFloats(sums + at, f32x4.add(loadFloats(sums + at, left), loadFloats(x + at, left)), left);
    }
    x += (<usize>s.length) << 2;
  }
}
