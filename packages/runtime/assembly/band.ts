/** A rectangle of an image that may reach over its edges, to be copied with zeros where it does. */
@unmanaged
export class Band {
  /** The image. */
  image: usize;
  height: i32;
  width: i32;
  /** Bytes of one pixel. */
  pixelBytes: usize;
  /** The rectangle's first row and column in the image; may be negative. */
  top: i32;
  left: i32;
  rows: i32;
  columns: i32;
  target: usize;
}

/** Copies a band to its target, row after row without gaps. */
export function copyBand(b: Band): void {
  const rowBytes = <usize>b.columns * b.pixelBytes;
  const first = min(max(0, -b.left), b.columns);
  const last = max(first, min(b.columns, b.width - b.left));
  const before = <usize>first * b.pixelBytes;
  const inside = <usize>(last - first) * b.pixelBytes;
  let target = b.target;
  for (let i = 0; i < b.rows; i++) {
    const row = b.top + i;
    if (row < 0 || row >= b.height) {
      memory.fill(target, 0, rowBytes);
    } else {
      const source = b.image + <usize>(row * b.width + b.left + first) * b.pixelBytes;
      memory.fill(target, 0, before);
      memory.copy(target + before, source, inside);
      memory.fill(target + before + inside, 0, rowBytes - before - inside);
    }
    target += rowBytes;
  }
}
