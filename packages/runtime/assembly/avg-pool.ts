import { Cursor, Pool, PoolForward, PoolGrad } from './pool';
import { loadFloats, storeFloats } from './vector';

/** The means of a window, over its taps inside the input. */
export function meanOfWindow(p: PoolForward, cursor: Cursor): void {
  const pixelBytes = (<usize>p.channels) << 2;
  const y = p.y + <usize>cursor.target * pixelBytes;
  const taps = (cursor.endRow - cursor.firstRow) * (cursor.endColumn - cursor.firstColumn);
  const share = f32x4.splat(<f32>1 / <f32>taps);
  for (let c = 0; c < p.channels; c += 4) {
    const left = p.channels - c;
    const at = (<usize>c) << 2;
    let sum = f32x4.splat(0);
    for (let i = cursor.firstRow; i < cursor.endRow; i++) {
      for (let j = cursor.firstColumn; j < cursor.endColumn; j++) {
        sum = f32x4.add(
          sum,
          loadFloats(p.x + <usize>(cursor.origin + i * p.width + j) * pixelBytes + at, left),
        );
      }
    }
    storeFloats(y + at, f32x4.mul(sum, share), left);
  }
}

/** The gradient of one input pixel: its share of what came to the windows that hold it. */
export function gatherMeans(p: PoolGrad, cursor: Cursor): void {
  const dx = p.dx + ((<usize>(cursor.target * p.channels)) << 2);
  for (let c = 0; c < p.channels; c += 4) {
    const left = p.channels - c;
    let sum = f32x4.splat(0);
    for (let i = cursor.firstRow; i < cursor.endRow; i++) {
      for (let j = cursor.firstColumn; j < cursor.endColumn; j++) {
        const at = (<usize>((cursor.origin + i * p.columns + j) * p.channels + c)) << 2;
        sum = f32x4.add(sum, f32x4.mul(loadFloats(p.dy + at, left), f32x4.splat(shareOf(p, i, j))));
      }
    }
    storeFloats(dx + ((<usize>c) << 2), sum, left);
  }
}

/** One over the taps of a window that lie inside the input. */
function shareOf(p: Pool, row: i32, column: i32): f32 {
  const top = row * p.rowStride - p.padTop;
  const left = column * p.columnStride - p.padLeft;
  const rows = min(top + p.filterHeight, p.height) - max(top, 0);
  const columns = min(left + p.filterWidth, p.width) - max(left, 0);
  return <f32>1 / <f32>(rows * columns);
}
