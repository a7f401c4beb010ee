import { bufferOf } from './local';
import { eachBlock, Matrix, sumTerms } from './matrix';
import { addSlices, sliceOf } from './sliced';
import { Floats } from './vector';

/** The gradient of batch normalisation; `length` is twice the number of columns, because two sums are taken. */
@unmanaged
export class BatchNormGrad extends Matrix {
  x: usize;
  dy: usize;
  gamma: usize;
  mean: usize;
  variance: usize;
  epsilon: f32;
  dx: usize;
  dGamma: usize;
  dBeta: usize;
}

/** Terms of the first sum: dy. */
@unmanaged
class Gradients extends BatchNormGrad {
  @inline
  term(at: usize, _column: usize, count: i32): v128 {
    return Floats.load(this.dy + at, count);
  }
}

/** Terms of the second sum: dy * (x - mean). */
@unmanaged
class Products extends BatchNormGrad {
  @inline
  term(at: usize, column: usize, count: i32): v128 {
    const centred = f32x4.sub(Floats.load(this.x + at, count), Floats.load(this.mean + column, count));
    return f32x4.mul(Floats.load(this.dy + at, count), centred);
  }
}

/** The result. `factors` are three rows: gamma / deviation, the mean of dy, and that of dy * (x - mean) over the variance. */
@unmanaged
class Result extends BatchNormGrad {
  @inline
  block(at: usize, column: usize, count: i32, factors: usize): void {
    const row = (<usize>this.columns) << 2;
    const centred = f32x4.sub(Floats.load(this.x + at, count), Floats.load(this.mean + column, count));
    const common = Floats.load(factors + row + column, count);
    const slope = Floats.load(factors + 2 * row + column, count);
    const own = f32x4.sub(Floats.load(this.dy + at, count), common);
    const rest = f32x4.sub(own, f32x4.mul(centred, slope));
    Floats.store(this.dx + at, f32x4.mul(rest, Floats.load(factors + column, count)), count);
  }
}

/** First phase: the sums of one slice of the rows. */
export function sumGradSlice(b: BatchNormGrad, slice: i32, shared: usize): void {
  const target = sliceOf(b, slice, shared);
  sumTerms(changetype<Gradients>(b), slice, target);
  sumTerms(changetype<Products>(b), slice, target + ((<usize>b.columns) << 2));
}

/** Second phase: adds the slices, to behind them. */
export function addGradSlices(b: BatchNormGrad, chunk: i32, shared: usize): void {
  addSlices(b, sliceOf(b, b.slices, shared), chunk, shared);
}

/** Third phase: one block of rows of dx, and with the first the gradients of gamma and beta. */
export function batchNormGradRows(b: BatchNormGrad, chunk: i32, local: usize, shared: usize): void {
  const sums = sliceOf(b, b.slices, shared);
  const factors = bufferOf(local);
  fillFactors(b, sums, factors);
  if (chunk === 0) storeParameterGrads(b, sums);
  eachBlock(changetype<Result>(b), chunk, factors);
}

function fillFactors(b: BatchNormGrad, sums: usize, factors: usize): void {
  const row = (<usize>b.columns) << 2;
  const share = f32x4.splat(<f32>1 / <f32>b.rows);
  for (let c = 0; c < b.columns; c += 4) {
    const at = (<usize>c) << 2;
    const count = b.columns - c;
    const gamma = b.gamma === 0 ? f32x4.splat(1) : Floats.load(b.gamma + at, count);
    const variance = f32x4.add(Floats.load(b.variance + at, count), f32x4.splat(b.epsilon));
    const product = f32x4.mul(Floats.load(sums + row + at, count), share);
    Floats.store(factors + at, f32x4.div(gamma, f32x4.sqrt(variance)), count);
    Floats.store(factors + row + at, f32x4.mul(Floats.load(sums + at, count), share), count);
    Floats.store(factors + 2 * row + at, f32x4.div(product, variance), count);
  }
}

/** The gradients of gamma and beta, where wanted. */
function storeParameterGrads(b: BatchNormGrad, sums: usize): void {
  const products = sums + ((<usize>b.columns) << 2);
  for (let c = 0; c < b.columns; c += 4) {
    const at = (<usize>c) << 2;
    const count = b.columns - c;
    const deviation = f32x4.sqrt(f32x4.add(Floats.load(b.variance + at, count), f32x4.splat(b.epsilon)));
    if (b.dBeta) Floats.store(b.dBeta + at, Floats.load(sums + at, count), count);
    if (b.dGamma) Floats.store(b.dGamma + at, f32x4.div(Floats.load(products + at, count), deviation), count);
  }
}
