import { activate } from './activation';
import { bufferOf } from './local';
import { addSlices, clearSlice, Sliced, sliceStart } from './sliced';
import { loadFloats, storeFloats } from './vector';

/** Batch normalisation with the batch's statistics, over the rows of a matrix; `length` is the number of columns. */
@unmanaged
export class BatchNorm extends Sliced {
  x: usize;
  y: usize;
  rows: i32;
  gamma: usize;
  beta: usize;
  mean: usize;
  variance: usize;
  epsilon: f32;
  movingMean: usize;
  movingVariance: usize;
  momentum: f32;
  activation: i32;
  /** A chunk of the last phase is this many rows. */
  blockRows: i32;
}

/** The first four phases: sums, mean, squared deviations, variance. */
export function batchStatistics(b: BatchNorm, chunk: i32, phase: i32, shared: usize): void {
  if (phase === 0 || phase === 2) sumSlice(b, chunk, phase, shared);
  else if (phase === 1) addSlices(b, b.mean, chunk, shared);
  else if (phase === 3) addSlices(b, b.variance, chunk, shared);
  else unreachable();
}

/** Sums one slice of the rows: the values, or the squares of their distances from the mean. */
function sumSlice(b: BatchNorm, slice: i32, phase: i32, shared: usize): void {
  const sums = clearSlice(b, slice, shared);
  const end = sliceStart(b, slice + 1, b.rows);
  for (let row = sliceStart(b, slice, b.rows); row < end; row++) {
    const x = b.x + ((<usize>row * <usize>b.length) << 2);
    for (let c = 0; c < b.length; c += 4) {
      const at = (<usize>c) << 2;
      const left = b.length - c;
      let value = loadFloats(x + at, left);
      if (phase === 2) {
        value = f32x4.sub(value, loadFloats(b.mean + at, left));
        value = f32x4.mul(value, value);
      }
      storeFloats(sums + at, f32x4.add(loadFloats(sums + at, left), value), left);
    }
  }
}

/** Moves a moving statistic towards the batch's. */
function moveTowards(b: BatchNorm, moving: usize, statistic: usize): void {
  if (moving === 0) return;
  const kept = f32x4.splat(b.momentum);
  const taken = f32x4.splat(1 - b.momentum);
  for (let c = 0; c < b.length; c += 4) {
    const at = (<usize>c) << 2;
    const left = b.length - c;
    const old = f32x4.mul(loadFloats(moving + at, left), kept);
    storeFloats(moving + at, f32x4.add(old, f32x4.mul(loadFloats(statistic + at, left), taken)), left);
  }
}

/** Last phase: one block of rows of the result, and with the first the moving statistics. */
export function normalizeRows(b: BatchNorm, chunk: i32, local: usize): void {
  if (chunk === 0) {
    moveTowards(b, b.movingMean, b.mean);
    moveTowards(b, b.movingVariance, b.variance);
  }
  const scales = bufferOf(local);
  fillScales(b, scales);
  const end = min((chunk + 1) * b.blockRows, b.rows);
  for (let row = chunk * b.blockRows; row < end; row++) {
    const start = (<usize>row * <usize>b.length) << 2;
    for (let c = 0; c < b.length; c += 4) {
      const at = (<usize>c) << 2;
      const left = b.length - c;
      const centred = f32x4.sub(loadFloats(b.x + start + at, left), loadFloats(b.mean + at, left));
      let value = f32x4.mul(centred, loadFloats(scales + at, left));
      if (b.beta) value = f32x4.add(value, loadFloats(b.beta + at, left));
      storeFloats(b.y + start + at, activate(value, b.activation), left);
    }
  }
}

/** gamma / sqrt(variance + epsilon) of each column. */
function fillScales(b: BatchNorm, scales: usize): void {
  for (let c = 0; c < b.length; c += 4) {
    const at = (<usize>c) << 2;
    const left = b.length - c;
    const gamma = b.gamma === 0 ? f32x4.splat(1) : loadFloats(b.gamma + at, left);
    const deviation = f32x4.sqrt(f32x4.add(loadFloats(b.variance + at, left), f32x4.splat(b.epsilon)));
    storeFloats(scales + at, f32x4.div(gamma, deviation), left);
  }
}
