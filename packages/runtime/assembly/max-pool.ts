import { passes } from './activation';
import { Cursor, PoolForward, PoolGrad } from './pool';
import { loadFloats, storeFloats } from './vector';

/** The maxima of a window, with their places where wanted. The first of equal ones counts, as in TensorFlow. */
export function maxOfWindow(p: PoolForward, cursor: Cursor): void {
  const pixelBytes = (<usize>p.channels) << 2;
  const y = p.y + <usize>cursor.target * pixelBytes;
  for (let c = 0; c < p.channels; c += 4) {
    const left = p.channels - c;
    const at = (<usize>c) << 2;
    let best = f32x4.splat(-Infinity);
    let place = i32x4.splat(cursor.firstRow * p.filterWidth + cursor.firstColumn);
    for (let i = cursor.firstRow; i < cursor.endRow; i++) {
      for (let j = cursor.firstColumn; j < cursor.endColumn; j++) {
        const value = loadFloats(p.x + <usize>(cursor.origin + i * p.width + j) * pixelBytes + at, left);
        const larger = f32x4.gt(value, best);
        best = v128.bitselect(value, best, larger);
        place = v128.bitselect(i32x4.splat(i * p.filterWidth + j), place, larger);
      }
    }
    storeFloats(y + at, best, left);
    if (p.argmax) storePlaces(p.argmax + ((<usize>(cursor.target * p.channels + c)) << 1), place, left);
  }
}

/** The gradient of one input pixel: what came to the windows whose maximum it was. */
export function gatherMaxima(p: PoolGrad, cursor: Cursor): void {
  const dx = p.dx + ((<usize>(cursor.target * p.channels)) << 2);
  for (let c = 0; c < p.channels; c += 4) {
    const left = p.channels - c;
    let sum = f32x4.splat(0);
    for (let i = cursor.firstRow; i < cursor.endRow; i++) {
      for (let j = cursor.firstColumn; j < cursor.endColumn; j++) {
        const at = <usize>((cursor.origin + i * p.columns + j) * p.channels + c);
        const place = cursor.place - i * p.rowStride * p.filterWidth - j * p.columnStride;
        let mask = i32x4.eq(loadPlaces(p.argmax + (at << 1), left), i32x4.splat(place));
        if (p.activated) {
          mask = v128.and(mask, passes(loadFloats(p.activated + (at << 2), left), p.activation));
        }
        sum = f32x4.add(sum, v128.and(loadFloats(p.dy + (at << 2), left), mask));
      }
    }
    storeFloats(dx + ((<usize>c) << 2), sum, left);
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
