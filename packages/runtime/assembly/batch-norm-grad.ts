import { bufferOf } from './local';
import { addSlices, clearSlice, Sliced, sliceStart } from './sliced';
import { loadFloats, storeFloats } from './vector';

/** The gradient of batch normalisation; `length` is twice the number of columns, because two sums are taken. */
@unmanaged
export class BatchNormGrad extends Sliced {
  x: usize;
  dy: usize;
  rows: i32;
  columns: i32;
  gamma: usize;
  mean: usize;
  variance: usize;
  epsilon: f32;
  dx: usize;
  dGamma: usize;
  dBeta: usize;
  /** A chunk of the last phase is this many rows. */
  blockRows: i32;
}

/** Where the sums end up: behind the slices. */
function sumsOf(b: BatchNormGrad, shared: usize): usize {
  return shared + ((<usize>(b.slices * b.length)) << 2);
}

/** First phase: of one slice of the rows, the sums of dy and of dy * (x - mean). */
export function sumGradSlice(b: BatchNormGrad, slice: i32, shared: usize): void {
  const sums = clearSlice(b, slice, shared);
  const products = sums + ((<usize>b.columns) << 2);
  const end = sliceStart(b, slice + 1, b.rows);
  for (let row = sliceStart(b, slice, b.rows); row < end; row++) {
    const start = (<usize>row * <usize>b.columns) << 2;
    for (let c = 0; c < b.columns; c += 4) {
      const at = (<usize>c) << 2;
      const left = b.columns - c;
      const dy = loadFloats(b.dy + start + at, left);
      const centred = f32x4.sub(loadFloats(b.x + start + at, left), loadFloats(b.mean + at, left));
      storeFloats(sums + at, f32x4.add(loadFloats(sums + at, left), dy), left);
      const product = f32x4.add(loadFloats(products + at, left), f32x4.mul(dy, centred));
      storeFloats(products + at, product, left);
    }
  }
}

/** Second phase: adds the slices. */
export function addGradSlices(b: BatchNormGrad, chunk: i32, shared: usize): void {
  addSlices(b, sumsOf(b, shared), chunk, shared);
}

/** Third phase: one block of rows of dx, and with the first the gradients of gamma and beta. */
export function batchNormGradRows(b: BatchNormGrad, chunk: i32, local: usize, shared: usize): void {
  const sums = sumsOf(b, shared);
  const products = sums + ((<usize>b.columns) << 2);
  const factors = bufferOf(local);
  fillFactors(b, products, factors);
  if (chunk === 0) storeParameterGrads(b, sums);
  const share = f32x4.splat(<f32>1 / <f32>b.rows);
  const end = min((chunk + 1) * b.blockRows, b.rows);
  for (let row = chunk * b.blockRows; row < end; row++) {
    const start = (<usize>row * <usize>b.columns) << 2;
    for (let c = 0; c < b.columns; c += 4) {
      const at = (<usize>c) << 2;
      const left = b.columns - c;
      const dy = loadFloats(b.dy + start + at, left);
      const centred = f32x4.sub(loadFloats(b.x + start + at, left), loadFloats(b.mean + at, left));
      const common = f32x4.mul(loadFloats(sums + at, left), share);
      const slope = loadFloats(factors + ((<usize>b.columns) << 2) + at, left);
      const rest = f32x4.sub(f32x4.sub(dy, common), f32x4.mul(centred, slope));
      storeFloats(b.dx + start + at, f32x4.mul(rest, loadFloats(factors + at, left)), left);
    }
  }
}

/** Two factors of each column: gamma / deviation, and the mean of dy * (x - mean) over the variance. */
function fillFactors(b: BatchNormGrad, products: usize, factors: usize): void {
  const slopes = factors + ((<usize>b.columns) << 2);
  const share = f32x4.splat(<f32>1 / <f32>b.rows);
  for (let c = 0; c < b.columns; c += 4) {
    const at = (<usize>c) << 2;
    const left = b.columns - c;
    const gamma = b.gamma === 0 ? f32x4.splat(1) : loadFloats(b.gamma + at, left);
    const variance = f32x4.add(loadFloats(b.variance + at, left), f32x4.splat(b.epsilon));
    storeFloats(factors + at, f32x4.div(gamma, f32x4.sqrt(variance)), left);
    const mean = f32x4.mul(loadFloats(products + at, left), share);
    storeFloats(slopes + at, f32x4.div(mean, variance), left);
  }
}

/** The gradients of gamma and beta, where wanted. */
function storeParameterGrads(b: BatchNormGrad, sums: usize): void {
  const products = sums + ((<usize>b.columns) << 2);
  for (let c = 0; c < b.columns; c += 4) {
    const at = (<usize>c) << 2;
    const left = b.columns - c;
    const deviation = f32x4.sqrt(f32x4.add(loadFloats(b.variance + at, left), f32x4.splat(b.epsilon)));
    if (b.dBeta) storeFloats(b.dBeta + at, loadFloats(sums + at, left), left);
    if (b.dGamma) storeFloats(b.dGamma + at, f32x4.div(loadFloats(products + at, left), deviation), left);
  }
}
