/** What to resize; all but the counts are addresses. */
@unmanaged
class Task {
  /** The picture's bytes. Up to seven bytes behind them are read. */
  picture: u32;
  /** Output rows and columns, and the channels of a pixel. */
  height: i32;
  width: i32;
  channels: i32;
  /** 12 bytes for each output row: the byte offsets of the upper and the lower input row, and the lower one's share. */
  rows: u32;
  /** 8 bytes for each output column: the byte offset of the left input pixel, and the share of the pixel right of it. */
  columns: u32;
  /** Receives the floats. Up to three floats behind them are written. */
  result: u32;

  /** The pixel at an address and the one right of it, mixed. A pixel is worked on as four channels however many it has. */
  @inline
  static across(address: usize, right: v128, share: v128): v128 {
    const bytes = v128.load64_zero(address);
    const left = i8x16.swizzle(bytes, i8x16(0, -1, -1, -1, 1, -1, -1, -1, 2, -1, -1, -1, 3, -1, -1, -1));
    const change = i32x4.sub(i8x16.swizzle(bytes, right), left);
    const changed = f32x4.mul(f32x4.convert_i32x4_s(change), share);
    return f32x4.add(f32x4.convert_i32x4_s(left), changed);
  }

  /** `right` picks the bytes of the pixel right of another one: a constant, as the compiler makes much of that. */
  @inline
  blendAll(right: v128): void {
    const step = (<usize>this.channels) << 2;
    const columns = <usize>this.columns;
    const columnsEnd = columns + ((<usize>this.width) << 3);
    const rowsEnd = <usize>this.rows + <usize>this.height * 12;
    let result: usize = this.result;
    for (let row = <usize>this.rows; row < rowsEnd; row += 12) {
      const top = <usize>this.picture + load<u32>(row);
      const bottom = <usize>this.picture + load<u32>(row, 4);
      const down = v128.load32_splat(row, 8);
      for (let column = columns; column < columnsEnd; column += 8) {
        const at = <usize>load<u32>(column);
        const along = v128.load32_splat(column, 4);
        v128.store(
          result,
          mix(Task.across(top + at, right, along), Task.across(bottom + at, right, along), down),
        );
        result += step;
      }
    }
  }
}

function mix(a: v128, b: v128, share: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), share));
}

/**
 * Resizes a picture of bytes, each output pixel from four of the picture's: across first, then down, in float32 like
 * TensorFlow.
 */
export function blend(task: Task): void {
  const channels = task.channels;
  if (channels === 1) task.blendAll(i8x16(1, -1, -1, -1, 2, -1, -1, -1, 3, -1, -1, -1, 4, -1, -1, -1));
  else if (channels === 2) task.blendAll(i8x16(2, -1, -1, -1, 3, -1, -1, -1, 4, -1, -1, -1, 5, -1, -1, -1));
  else if (channels === 3) task.blendAll(i8x16(3, -1, -1, -1, 4, -1, -1, -1, 5, -1, -1, -1, 6, -1, -1, -1));
  else task.blendAll(i8x16(4, -1, -1, -1, 5, -1, -1, -1, 6, -1, -1, -1, 7, -1, -1, -1));
}
