import { activate } from './activation';

/** Columns of a tile, and of a packed panel of the right-hand matrix. */
export const TILE_COLUMNS: i32 = 8;
/** Rows of a tile. */
export const TILE_ROWS: i32 = 4;
/** Bytes of a row of a tile. */
export const TILE_ROW_BYTES: usize = 32;

/**
 * Four rows of A times a panel of eight columns of B: what every matrix product and convolution here is made of.
 * A row of A need not be contiguous: it is `tapCount` segments of `length` floats that lie `step` bytes apart, a segment
 * beginning `taps[i]` bytes after the row's start. B is packed: eight floats for each element of a row, in the same order.
 */
@unmanaged
export class Tile {
  a0: usize;
  a1: usize;
  a2: usize;
  a3: usize;
  /** Where the rows of results go, eight floats each. */
  c0: usize;
  c1: usize;
  c2: usize;
  c3: usize;
  b: usize;
  taps: usize;
  tapCount: i32;
  length: i32;
  step: usize;
  /** Eight floats that the sums begin with. */
  bias: usize;
  /** 1: the sums begin with what the rows of results hold instead. */
  accumulate: i32;
  activation: i32;
}

/** Computes a tile. Sixteen accumulators would spill; eight and their operands fit the sixteen registers of x64. */
export function multiplyTile(t: Tile): void {
  const accumulate = t.accumulate !== 0;
  const low = accumulate ? t.c0 : t.bias;
  let x0 = v128.load(low);
  let y0 = v128.load(low, 16);
  let x1 = accumulate ? v128.load(t.c1) : x0;
  let y1 = accumulate ? v128.load(t.c1, 16) : y0;
  let x2 = accumulate ? v128.load(t.c2) : x0;
  let y2 = accumulate ? v128.load(t.c2, 16) : y0;
  let x3 = accumulate ? v128.load(t.c3) : x0;
  let y3 = accumulate ? v128.load(t.c3, 16) : y0;
  let b = t.b;
  const step = t.step;
  const end = t.taps + ((<usize>t.tapCount) << 2);
  for (let tap = t.taps; tap < end; tap += 4) {
    const offset = load<u32>(tap);
    let a0 = t.a0 + offset;
    let a1 = t.a1 + offset;
    let a2 = t.a2 + offset;
    let a3 = t.a3 + offset;
    for (let k = t.length; k > 0; k--) {
      const bx = v128.load(b);
      const by = v128.load(b, 16);
      const s0 = v128.load32_splat(a0);
      x0 = f32x4.add(x0, f32x4.mul(s0, bx));
      y0 = f32x4.add(y0, f32x4.mul(s0, by));
      const s1 = v128.load32_splat(a1);
      x1 = f32x4.add(x1, f32x4.mul(s1, bx));
      y1 = f32x4.add(y1, f32x4.mul(s1, by));
      const s2 = v128.load32_splat(a2);
      x2 = f32x4.add(x2, f32x4.mul(s2, bx));
      y2 = f32x4.add(y2, f32x4.mul(s2, by));
      const s3 = v128.load32_splat(a3);
      x3 = f32x4.add(x3, f32x4.mul(s3, bx));
      y3 = f32x4.add(y3, f32x4.mul(s3, by));
      a0 += step;
      a1 += step;
      a2 += step;
      a3 += step;
      b += TILE_ROW_BYTES;
    }
  }
  const kind = t.activation;
  storeRow(t.c0, activate(x0, kind), activate(y0, kind));
  storeRow(t.c1, activate(x1, kind), activate(y1, kind));
  storeRow(t.c2, activate(x2, kind), activate(y2, kind));
  storeRow(t.c3, activate(x3, kind), activate(y3, kind));
}

function storeRow(target: usize, x: v128, y: v128): void {
  v128.store(target, x);
  v128.store(target, y, 16);
}
