import { activate } from './activation';
import { bufferOf } from './local';
import { eachBlock, Matrix, sumTerms } from './matrix';
import { addSlices, sliceOf } from './sliced';
import { Floats } from './vector';

/** Batch normalisation with the batch's statistics, over the rows of a matrix. */
@unmanaged
export class BatchNorm extends Matrix {
  x: usize;
  y: usize;
  gamma: usize;
  beta: usize;
  mean: usize;
  variance: usize;
  epsilon: f32;
  movingMean: usize;
  movingVariance: usize;
  momentum: f32;
  activation: i32;
}

/** Terms of the mean. */
@unmanaged
class Values extends BatchNorm {
  @inline
  term(at: usize, _column: usize, count: i32): v128 {
    return Floats.load(this.x + at, count);
  }
}

/** Terms of the variance. */
@unmanaged
class SquaredDeviations extends BatchNorm {
  @inline
  term(at: usize, column: usize, count: i32): v128 {
    const centred = f32x4.sub(Floats.load(this.x + at, count), Floats.load(this.mean + column, count));
    return f32x4.mul(centred, centred);
  }
}

/** The result; `scales` are the columns' gamma / deviation. */
@unmanaged
class Normalized extends BatchNorm {
  @inline
  block(at: usize, column: usize, count: i32, scales: usize): void {
    const centred = f32x4.sub(Floats.load(this.x + at, count), Floats.load(this.mean + column, count));
    let value = f32x4.mul(centred, Floats.load(scales + column, count));
    if (this.beta) value = f32x4.add(value, Floats.load(this.beta + column, count));
    Floats.store(this.y + at, activate(value, this.activation), count);
  }
}

/** The first four phases: sums, mean, sums of squared deviations, variance. */
export function batchStatistics(b: BatchNorm, chunk: i32, phase: i32, shared: usize): void {
  if (phase === 0) sumTerms(changetype<Values>(b), chunk, sliceOf(b, chunk, shared));
  else if (phase === 1) addSlices(b, b.mean, chunk, shared);
  else if (phase === 2) sumTerms(changetype<SquaredDeviations>(b), chunk, sliceOf(b, chunk, shared));
  else addSlices(b, b.variance, chunk, shared);
}

/** The last phase: one block of rows of the result, and with the first the moving statistics. */
export function normalizeRows(b: BatchNorm, chunk: i32, local: usize): void {
  if (chunk === 0) {
    moveTowards(b, b.movingMean, b.mean);
    moveTowards(b, b.movingVariance, b.variance);
  }
  const scales = bufferOf(local);
  fillScales(b, scales);
  eachBlock(changetype<Normalized>(b), chunk, scales);
}

/** Moves a moving statistic towards the batch's. */
function moveTowards(b: BatchNorm, moving: usize, statistic: usize): void {
  if (moving === 0) return;
  const kept = f32x4.splat(b.momentum);
  const taken = f32x4.splat(1 - b.momentum);
  for (let c = 0; c < b.columns; c += 4) {
    const at = (<usize>c) << 2;
    const count = b.columns - c;
    const old = f32x4.mul(Floats.load(moving + at, count), kept);
    const moved = f32x4.add(old, f32x4.mul(Floats.load(statistic + at, count), taken));
    Floats.store(moving + at, moved, count);
  }
}

/** gamma / sqrt(variance + epsilon) of each column. */
function fillScales(b: BatchNorm, scales: usize): void {
  for (let c = 0; c < b.columns; c += 4) {
    const at = (<usize>c) << 2;
    const count = b.columns - c;
    const gamma = b.gamma === 0 ? f32x4.splat(1) : Floats.load(b.gamma + at, count);
    const deviation = f32x4.sqrt(f32x4.add(Floats.load(b.variance + at, count), f32x4.splat(b.epsilon)));
    Floats.store(scales + at, f32x4.div(gamma, deviation), count);
  }
}
