/** What to draw. Fields are 32 bits wide; `src/sampling/sampler-task.ts` writes them in this order. */
@unmanaged
class Task {
  /** Addresses: the batch's floats, up to three behind them are read; where the result goes. */
  source: u32;
  result: u32;
  /** For each image eight doubles a0 a1 a2 b0 b1 b2 c0 c1, and a whole number: 1 mirrors columns, 2 rows, 3 both. */
  transforms: u32;
  mirrors: u32;
  /** Room for a pixel and three floats more; as many floats that hold what is outside; room for four such pixels. */
  spare: u32;
  outside: u32;
  corners: u32;
  count: i32;
  height: i32;
  width: i32;
  channels: i32;
  /** How images go on beyond their edges: one of the constants below. */
  beyond: i32;
  /** Whether to take the nearest pixel rather than mix four. */
  nearest: i32;
  /** Whether coordinates are computed in float32, as TensorFlow does, rather than in doubles, as SciPy does. */
  single: i32;
}

/** Single pixels outside are the constant, and mixed with those inside. */
const CONSTANT_TAPS = 0;
/** Points outside are the constant. */
const CONSTANT_POINTS = 1;
/** 2 is the nearest pixel on the edge. */
const REFLECT = 3;
/** Repeats every `size` pixels. */
const WRAP = 4;
/** Repeats every `size - 1` pixels, as SciPy does. */
const SHORT_WRAP = 5;

let single = false;

/** Rounds to float32 where coordinates are. */
function round(value: f64): f64 {
  return single ? <f64>(<f32>value) : value;
}

function reflected(value: f64, size: f64): f64 {
  const period = 2 * size;
  if (value < 0) {
    const position = round(value + period * trunc(-value / period));
    return position < -size ? round(position + period) : round(-position - 1);
  }
  const position = round(value - period * trunc(value / period));
  return position >= size ? round(period - position - 1) : position;
}

/** `period` is what is added or taken away for each of the steps of size - 1 that a coordinate is away. */
function wrapped(value: f64, size: f64, period: f64): f64 {
  if (size <= 1) return 0;
  if (value < 0) return round(value + period * (trunc(-value / (size - 1)) + 1));
  return value > size - 1 ? round(value - period * trunc(value / (size - 1))) : value;
}

/** Where an axis of `size` pixels shows a coordinate that is not on it; NaN where nothing is shown. */
function continued(value: f64, size: f64, beyond: i32): f64 {
  const last = size - 1;
  if (value >= 0 && value <= last) return value;
  if (beyond === CONSTANT_TAPS) return value;
  if (beyond === CONSTANT_POINTS) return NaN;
  let position = value;
  if (beyond === REFLECT) position = reflected(value, size);
  else if (beyond === WRAP) position = wrapped(value, size, size);
  else if (beyond === SHORT_WRAP) position = wrapped(value, size, last);
  return max<f64>(0, min<f64>(position, last));
}

function mix(a: v128, b: v128, shareOfA: v128, shareOfB: v128): v128 {
  return f32x4.add(f32x4.mul(shareOfA, a), f32x4.mul(shareOfB, b));
}

/** The image that is being drawn. */
let source: usize = 0;
let rowBytes: usize = 0;
let pixelBytes: usize = 0;
let outside: usize = 0;
let lastColumn: f64 = 0;
let lastRow: f64 = 0;

/** The address of a pixel; of what is outside where there is none. */
function pixelAt(column: f64, row: f64): usize {
  const isInside = column >= 0 && column <= lastColumn && row >= 0 && row <= lastRow;
  if (!isInside) return outside;
  return source + <usize>(<i32>row) * rowBytes + <usize>(<i32>column) * pixelBytes;
}

function copyPixel(from: usize, target: usize): void {
  for (let at: usize = 0; at < pixelBytes; at += 16) v128.store(target + at, v128.load(from + at));
}

/** Copies the pixel nearest to a point; halves round away from zero. */
function copyNearest(x: f64, y: f64, target: usize): void {
  const column = x < 0 ? -floor(0.5 - x) : floor(x + 0.5);
  const row = y < 0 ? -floor(0.5 - y) : floor(y + 0.5);
  copyPixel(pixelAt(column, row), target);
}

/**
 * Mixes two pixels and the two behind them on their rows, in float32 as TensorFlow does. `shares` are those of the pixels
 * behind and of the lower ones.
 */
function mixFour(upper: usize, lower: usize, shares: v128, target: usize): void {
  const one = f32x4.splat(1);
  const right = f32x4.splat(f32x4.extract_lane(shares, 0));
  const down = f32x4.splat(f32x4.extract_lane(shares, 1));
  const left = f32x4.sub(one, right);
  const up = f32x4.sub(one, down);
  for (let at: usize = 0; at < pixelBytes; at += 16) {
    const above = mix(v128.load(upper + at), v128.load(upper + pixelBytes + at), left, right);
    const below = mix(v128.load(lower + at), v128.load(lower + pixelBytes + at), left, right);
    v128.store(target + at, mix(above, below, up, down));
  }
}

/** Draws a pixel whose point lies anywhere. */
function drawAnywhere(task: Task, point: v128, target: usize): void {
  const x = continued(f64x2.extract_lane(point, 0), lastColumn + 1, task.beyond);
  const y = continued(f64x2.extract_lane(point, 1), lastRow + 1, task.beyond);
  if (!F64.isFinite(x + y)) copyPixel(outside, target);
  else if (task.nearest) copyNearest(x, y, target);
  else mixAnywhere(f64x2.replace_lane(f64x2.splat(x), 1, y), task.corners, target);
}

/** Mixes the four pixels about a point, whether they are there or not, from copies at `corners`. */
function mixAnywhere(point: v128, corners: usize, target: usize): void {
  const whole = f64x2.floor(point);
  const left = f64x2.extract_lane(whole, 0);
  const top = f64x2.extract_lane(whole, 1);
  const lower = corners + ((2 * pixelBytes + 15) & ~15);
  copyPixel(pixelAt(left, top), corners);
  copyPixel(pixelAt(left + 1, top), corners + pixelBytes);
  copyPixel(pixelAt(left, top + 1), lower);
  copyPixel(pixelAt(left + 1, top + 1), lower + pixelBytes);
  mixFour(corners, lower, narrow(f64x2.sub(point, whole)), target);
}

/** Draws a pixel whose point has pixels about it on all sides. */
function drawInside(point: v128, isNearest: bool, target: usize): void {
  const whole = f64x2.floor(isNearest ? f64x2.add(point, f64x2.splat(0.5)) : point);
  const index = i32x4.trunc_sat_f64x2_s_zero(whole);
  const row = <usize>i32x4.extract_lane(index, 1) * rowBytes;
  const from = source + row + <usize>i32x4.extract_lane(index, 0) * pixelBytes;
  if (isNearest) copyPixel(from, target);
  else mixFour(from, from + rowBytes, narrow(f64x2.sub(point, whole)), target);
}

/** Two numbers of a transformation, for the columns and for the rows. */
function pairOf(transform: usize, first: usize): v128 {
  const pair = f64x2.splat(load<f64>(transform + first * 8));
  return f64x2.replace_lane(pair, 1, load<f64>(transform + (first + 3) * 8));
}

function narrow(pair: v128): v128 {
  return f32x4.demote_f64x2_zero(pair);
}

/** The sum of a product and two terms, rounded after each operation; all are pairs of doubles. */
function along(factor: v128, x: f64, term: v128, constant: v128): v128 {
  if (!single) return f64x2.add(f64x2.add(f64x2.mul(factor, f64x2.splat(x)), term), constant);
  const product = f32x4.mul(narrow(factor), f32x4.splat(<f32>x));
  return f64x2.promote_low_f32x4(f32x4.add(f32x4.add(product, narrow(term)), narrow(constant)));
}

function roundPair(pair: v128): v128 {
  return single ? f64x2.promote_low_f32x4(narrow(pair)) : pair;
}

/** The point over its denominator; nowhere, which is NaN, where that is 0. */
function divided(point: v128, k: f64): v128 {
  return k === 0 ? f64x2.splat(NaN) : roundPair(f64x2.div(point, f64x2.splat(k)));
}

function isIdentity(transform: usize): bool {
  for (let i: usize = 0; i < 8; i++) {
    const expected: f64 = i === 0 || i === 4 ? 1 : 0;
    if (load<f64>(transform + (i << 3)) !== expected) return false;
  }
  return true;
}

function drawImage(task: Task, image: i32): void {
  const transform = <usize>task.transforms + ((<usize>image) << 6);
  const perColumn = pairOf(transform, 0);
  const perRow = pairOf(transform, 1);
  const shift = pairOf(transform, 2);
  const c0 = load<f64>(transform, 48);
  const c1 = load<f64>(transform, 56);
  const isProjective = c0 !== 0 || c1 !== 0;
  const mirror = load<i32>(<usize>task.mirrors + ((<usize>image) << 2));
  const imageBytes = rowBytes * <usize>task.height;
  let to = <usize>task.result + <usize>image * imageBytes;
  if (mirror === 0 && isIdentity(transform)) {
    memory.copy(to, source, imageBytes);
    return;
  }
  const last = f64x2.replace_lane(f64x2.splat(lastColumn), 1, lastRow);
  const isNearest = task.nearest !== 0;
  // Pixels are written in steps of four floats, and what is too much is then overwritten by the next ones.
  const lastRoom = to + imageBytes - ((pixelBytes + 15) & ~15);
  for (let i: f64 = 0; i <= lastRow; i++) {
    const y = mirror & 2 ? lastRow - i : i;
    const forRow = roundPair(f64x2.mul(perRow, f64x2.splat(y)));
    for (let j: f64 = 0; j <= lastColumn; j++, to += pixelBytes) {
      const x = mirror & 1 ? lastColumn - j : j;
      let point = along(perColumn, x, forRow, shift);
      if (isProjective) point = divided(point, round(round(round(c0 * x) + round(c1 * y)) + 1));
      const hasRoom = to <= lastRoom;
      const target = hasRoom ? to : <usize>task.spare;
      const isInside = v128.and(f64x2.ge(point, f64x2.splat(0)), f64x2.lt(point, last));
      if (i64x2.all_true(isInside)) drawInside(point, isNearest, target);
      else drawAnywhere(task, point, target);
      if (!hasRoom) memory.copy(to, target, pixelBytes);
    }
  }
}

/** Draws each image of a batch through its transformation: what an output pixel shows is where that takes it. */
export function sample(task: Task): void {
  single = task.single !== 0;
  pixelBytes = (<usize>task.channels) << 2;
  rowBytes = pixelBytes * <usize>task.width;
  lastColumn = <f64>(task.width - 1);
  lastRow = <f64>(task.height - 1);
  outside = task.outside;
  for (let image = 0; image < task.count; image++) {
    source = <usize>task.source + <usize>image * rowBytes * <usize>task.height;
    drawImage(task, image);
  }
}
