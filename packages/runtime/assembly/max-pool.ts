import { passes } from './activation';
import { Cursor, PoolForward, PoolGrad } from './pool';
import { Floats } from './vector';

/** The maxima of a window, with their places where wanted. The first of equal ones counts, as in TensorFlow. */
@unmanaged
export class MaxPool extends PoolForward {
  @inline
  block(cursor: Cursor, channel: i32, count: i32): void {
    const channels = this.channels;
    const row = (<usize>(this.width * channels)) << 2;
    const pixel = (<usize>channels) << 2;
    const origin = this.x + ((<usize>(cursor.origin * channels + channel)) << 2);
    const one = i32x4.splat(1);
    const first = i32x4.splat(cursor.firstRow * this.filterWidth + cursor.firstColumn);
    let best = f32x4.splat(-Infinity);
    let place = first;
    let start = first;
    for (let i = cursor.firstRow; i < cursor.endRow; i++) {
      let at = origin + <usize>i * row + <usize>cursor.firstColumn * pixel;
      let candidate = start;
      for (let j = cursor.firstColumn; j < cursor.endColumn; j++) {
        const value = Floats.load(at, count);
        const larger = f32x4.gt(value, best);
        best = f32x4.pmax(best, value);
        // Places only grow, so the largest of those that beat what came before is the last of them.
        place = i32x4.max_s(place, v128.and(candidate, larger));
        candidate = i32x4.add(candidate, one);
        at += pixel;
      }
      start = i32x4.add(start, i32x4.splat(this.filterWidth));
    }
    const target = <usize>(cursor.target * channels + channel);
    Floats.store(this.y + (target << 2), best, count);
    if (this.argmax) storePlaces(this.argmax + (target << 1), place, count);
  }
}

/** The gradient of one input pixel: what came to the windows whose maximum it was. For windows that overlap. */
@unmanaged
export class MaxPoolGrad extends PoolGrad {
  @inline
  block(cursor: Cursor, channel: i32, count: i32): void {
    const channels = this.channels;
    let sum = f32x4.splat(0);
    for (let i = cursor.firstRow; i < cursor.endRow; i++) {
      for (let j = cursor.firstColumn; j < cursor.endColumn; j++) {
        const at = <usize>((cursor.origin + i * this.columns + j) * channels + channel);
        const place = cursor.place - i * this.rowStride * this.filterWidth - j * this.columnStride;
        let mask = i32x4.eq(loadPlaces(this.argmax + (at << 1), count), i32x4.splat(place));
        if (this.activated) {
          const pooled = Floats.load(this.activated + (at << 2), count);
          mask = v128.and(mask, passes(pooled, this.activation));
        }
        sum = f32x4.add(sum, v128.and(Floats.load(this.dy + (at << 2), count), mask));
      }
    }
    Floats.store(this.dx + ((<usize>(cursor.target * channels + channel)) << 2), sum, count);
  }
}

/** The gradients of the pixels of one window, for windows that do not overlap. The others must be zeros already. */
@unmanaged
export class MaxPoolScatter extends PoolGrad {
  @inline
  block(cursor: Cursor, channel: i32, count: i32): void {
    const channels = this.channels;
    const row = (<usize>(this.width * channels)) << 2;
    const pixel = (<usize>channels) << 2;
    const source = <usize>(cursor.target * channels + channel);
    const origin = this.dx + ((<usize>(cursor.origin * channels + channel)) << 2);
    const place = loadPlaces(this.argmax + (source << 1), count);
    let dy = Floats.load(this.dy + (source << 2), count);
    if (this.activated) {
      dy = v128.and(dy, passes(Floats.load(this.activated + (source << 2), count), this.activation));
    }
    const one = i32x4.splat(1);
    for (let i = cursor.firstRow; i < cursor.endRow; i++) {
      let at = origin + <usize>i * row + <usize>cursor.firstColumn * pixel;
      let candidate = i32x4.splat(i * this.filterWidth + cursor.firstColumn);
      for (let j = cursor.firstColumn; j < cursor.endColumn; j++) {
        Floats.store(at, v128.and(dy, i32x4.eq(place, candidate)), count);
        candidate = i32x4.add(candidate, one);
        at += pixel;
      }
    }
  }
}

function storePlaces(at: usize, places: v128, count: i32): void {
  const narrow = i16x8.narrow_i32x4_u(places, places);
  if (count >= 4) {
    v128.store64_lane(at, narrow, 0);
    return;
  }
  v128.store16_lane(at, narrow, 0);
  if (count > 1) v128.store16_lane(at, narrow, 1, 2);
  if (count > 2) v128.store16_lane(at, narrow, 2, 4);
}

function loadPlaces(at: usize, count: i32): v128 {
  if (count >= 4) return v128.load16x4_u(at);
  let places = i32x4.splat(load<u16>(at));
  if (count > 1) places = i32x4.replace_lane(places, 1, load<u16>(at, 2));
  if (count > 2) places = i32x4.replace_lane(places, 2, load<u16>(at, 4));
  return places;
}
