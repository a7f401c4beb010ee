import { Command } from './command';
import { ELEMENTS_CHUNK } from './elementwise';
import { loadFloats, storeFloats } from './vector';

/** One step of an optimiser for one parameter, in place, by Keras's formulas. */
@unmanaged
export class Update extends Command {
  parameter: usize;
  gradient: usize;
  length: i32;
  /** The optimiser's settings; which they are depends on the kernel. */
  hyper: usize;
  /** Momentum or first moment. */
  m: usize;
  /** Second moment. */
  v: usize;
  /** Mean gradient of RMSprop's centered variant. */
  mean: usize;
  nesterov: i32;
}

/** The end of a chunk. */
function endOf(u: Update, chunk: i32): i32 {
  return min((chunk + 1) * ELEMENTS_CHUNK, u.length);
}

/** Setting number `index` in all four lanes. */
function setting(u: Update, index: usize): v128 {
  return v128.load32_splat(u.hyper + (index << 2));
}

/** parameter -= learningRate * gradient */
export function sgd(u: Update, chunk: i32): void {
  const learningRate = setting(u, 0);
  const end = endOf(u, chunk);
  for (let i = chunk * ELEMENTS_CHUNK; i < end; i += 4) {
    const at = (<usize>i) << 2;
    const left = end - i;
    const change = f32x4.mul(loadFloats(u.gradient + at, left), learningRate);
    storeFloats(u.parameter + at, f32x4.sub(loadFloats(u.parameter + at, left), change), left);
  }
}

/** m = momentum * m - learningRate * gradient; parameter += m, or with Nesterov momentum * m - learningRate * gradient */
export function momentum(u: Update, chunk: i32): void {
  const learningRate = setting(u, 0);
  const kept = setting(u, 1);
  const end = endOf(u, chunk);
  for (let i = chunk * ELEMENTS_CHUNK; i < end; i += 4) {
    const at = (<usize>i) << 2;
    const left = end - i;
    const change = f32x4.mul(loadFloats(u.gradient + at, left), learningRate);
    const m = f32x4.sub(f32x4.mul(loadFloats(u.m + at, left), kept), change);
    storeFloats(u.m + at, m, left);
    const step = u.nesterov ? f32x4.sub(f32x4.mul(m, kept), change) : m;
    storeFloats(u.parameter + at, f32x4.add(loadFloats(u.parameter + at, left), step), left);
  }
}

/** v = rho * v + (1 - rho) * g^2; parameter -= learningRate * g / sqrt(v + epsilon), with the variants centered and momentum */
export function rmsprop(u: Update, chunk: i32): void {
  const learningRate = setting(u, 0);
  const kept = setting(u, 1);
  const taken = f32x4.sub(f32x4.splat(1), kept);
  const end = endOf(u, chunk);
  for (let i = chunk * ELEMENTS_CHUNK; i < end; i += 4) {
    const at = (<usize>i) << 2;
    const left = end - i;
    const g = loadFloats(u.gradient + at, left);
    const v = average(loadFloats(u.v + at, left), kept, f32x4.mul(f32x4.mul(g, g), taken));
    storeFloats(u.v + at, v, left);
    let spread = f32x4.add(v, setting(u, 2));
    if (u.mean) {
      const mean = average(loadFloats(u.mean + at, left), kept, f32x4.mul(g, taken));
      storeFloats(u.mean + at, mean, left);
      spread = f32x4.sub(spread, f32x4.mul(mean, mean));
    }
    let step = f32x4.div(f32x4.mul(g, learningRate), f32x4.sqrt(spread));
    if (u.m) {
      step = average(loadFloats(u.m + at, left), setting(u, 3), step);
      storeFloats(u.m + at, step, left);
    }
    storeFloats(u.parameter + at, f32x4.sub(loadFloats(u.parameter + at, left), step), left);
  }
}

/** old * kept + addition */
function average(old: v128, kept: v128, addition: v128): v128 {
  return f32x4.add(f32x4.mul(old, kept), addition);
}

/** m += (g - m) (1 - beta1); v += (g^2 - v) (1 - beta2); parameter -= stepSize * m / (sqrt(v) + epsilon) */
export function adam(u: Update, chunk: i32): void {
  const stepSize = setting(u, 0);
  const taken1 = f32x4.sub(f32x4.splat(1), setting(u, 1));
  const taken2 = f32x4.sub(f32x4.splat(1), setting(u, 2));
  const epsilon = setting(u, 3);
  const end = endOf(u, chunk);
  for (let i = chunk * ELEMENTS_CHUNK; i < end; i += 4) {
    const at = (<usize>i) << 2;
    const left = end - i;
    const g = loadFloats(u.gradient + at, left);
    const m = approach(loadFloats(u.m + at, left), g, taken1);
    const v = approach(loadFloats(u.v + at, left), f32x4.mul(g, g), taken2);
    storeFloats(u.m + at, m, left);
    storeFloats(u.v + at, v, left);
    const step = f32x4.div(f32x4.mul(m, stepSize), f32x4.add(f32x4.sqrt(v), epsilon));
    storeFloats(u.parameter + at, f32x4.sub(loadFloats(u.parameter + at, left), step), left);
  }
}

/** old + (target - old) * taken */
function approach(old: v128, target: v128, taken: v128): v128 {
  return f32x4.add(old, f32x4.mul(f32x4.sub(target, old), taken));
}
