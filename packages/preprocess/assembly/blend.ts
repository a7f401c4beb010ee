/** What to resize; all but the counts are addresses. */
@unmanaged
class Task {
  /** The picture's bytes. Up to three bytes behind them are read. */
  picture: u32;
  /** Output rows and columns, and the channels of a pixel. */
  height: i32;
  width: i32;
  channels: i32;
  /**
   * Tables of 12 bytes for each output row and column: the byte offsets of the first and the second input row or column,
   * and the share of the second as a float.
   */
  rows: u32;
  columns: u32;
  /** Receives the floats. Up to three floats behind them are written. */
  result: u32;
}

/** The four bytes at an address as floats. */
function floatsAt(address: usize): v128 {
  const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(address)));
  return f32x4.convert_i32x4_s(wide);
}

function mix(a: v128, b: v128, share: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), share));
}

/**
 * Resizes a picture of bytes, each output pixel from four of the picture's: across first, then down, in float32 like
 * TensorFlow. A pixel is worked on as four channels however many it has.
 */
export function blend(task: Task): void {
  const step = (<usize>task.channels) << 2;
  const rowsEnd = <usize>task.rows + <usize>task.height * 12;
  const columnsEnd = <usize>task.columns + <usize>task.width * 12;
  let result: usize = task.result;
  for (let row = <usize>task.rows; row < rowsEnd; row += 12) {
    const top = <usize>task.picture + load<u32>(row);
    const bottom = <usize>task.picture + load<u32>(row, 4);
    const down = v128.load32_splat(row, 8);
    for (let column = <usize>task.columns; column < columnsEnd; column += 12) {
      const left = <usize>load<u32>(column);
      const right = <usize>load<u32>(column, 4);
      const along = v128.load32_splat(column, 8);
      const above = mix(floatsAt(top + left), floatsAt(top + right), along);
      const below = mix(floatsAt(bottom + left), floatsAt(bottom + right), along);
      v128.store(result, mix(above, below, down));
      result += step;
    }
  }
}
