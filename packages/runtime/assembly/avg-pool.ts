import { Cursor, PoolForward, PoolGrad } from './pool';
import { Floats } from './vector';

/** The means of a window, over its taps inside the input. */
@unmanaged
export class AvgPool extends PoolForward {
  @inline
  block(cursor: Cursor, channel: i32, count: i32): void {
    const channels = this.channels;
    const row = (<usize>(this.width * channels)) << 2;
    const pixel = (<usize>channels) << 2;
    const taps = (cursor.endRow - cursor.firstRow) * (cursor.endColumn - cursor.firstColumn);
    const origin = this.x + ((<usize>(cursor.origin * channels + channel)) << 2);
    let sum = f32x4.splat(0);
    for (let i = cursor.firstRow; i < cursor.endRow; i++) {
      let at = origin + <usize>i * row + <usize>cursor.firstColumn * pixel;
      for (let j = cursor.firstColumn; j < cursor.endColumn; j++) {
        sum = f32x4.add(sum, Floats.load(at, count));
        at += pixel;
      }
    }
    const target = <usize>(cursor.target * channels + channel);
    Floats.store(this.y + (target << 2), f32x4.mul(sum, f32x4.splat(<f32>1 / <f32>taps)), count);
  }
}

/** First phase of the gradient: what came to a window, divided by its taps, to the scratch memory. */
@unmanaged
export class AvgPoolShares extends PoolGrad {
  @inline
  block(cursor: Cursor, channel: i32, count: i32): void {
    const taps = (cursor.endRow - cursor.firstRow) * (cursor.endColumn - cursor.firstColumn);
    const at = (<usize>(cursor.target * this.channels + channel)) << 2;
    const share = f32x4.splat(<f32>1 / <f32>taps);
    Floats.store(cursor.scratch + at, f32x4.mul(Floats.load(this.dy + at, count), share), count);
  }
}

/** Second phase: one input pixel's sum over the windows that hold it. */
@unmanaged
export class AvgPoolSums extends PoolGrad {
  @inline
  block(cursor: Cursor, channel: i32, count: i32): void {
    const channels = this.channels;
    const row = (<usize>(this.columns * channels)) << 2;
    const pixel = (<usize>channels) << 2;
    const origin = cursor.scratch + ((<usize>(cursor.origin * channels + channel)) << 2);
    let sum = f32x4.splat(0);
    for (let i = cursor.firstRow; i < cursor.endRow; i++) {
      let at = origin + <usize>i * row + <usize>cursor.firstColumn * pixel;
      for (let j = cursor.firstColumn; j < cursor.endColumn; j++) {
        sum = f32x4.add(sum, Floats.load(at, count));
        at += pixel;
      }
    }
    Floats.store(this.dx + ((<usize>(cursor.target * channels + channel)) << 2), sum, count);
  }
}
