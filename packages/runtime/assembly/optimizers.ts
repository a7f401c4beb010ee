import { Elementwise } from './elementwise';
import { Floats } from './vector';

/** One step of an optimiser for one parameter, in place, by Keras's formulas. */
@unmanaged
class Update extends Elementwise {
  parameter: usize;
  gradient: usize;
  /** The optimiser's settings; which they are depends on the kernel. */
  hyper: usize;
  /** Momentum or first moment. */
  m: usize;
  /** Second moment. */
  v: usize;
  /** Mean gradient of RMSprop's centered variant. */
  mean: usize;
  nesterov: i32;

  /** Setting number `index` in all four lanes. */
  @inline
  setting(index: usize): v128 {
    return v128.load32_splat(this.hyper + (index << 2));
  }

  /** parameter -= step */
  @inline
  descend(at: usize, step: v128, count: i32): void {
    Floats.store(this.parameter + at, f32x4.sub(Floats.load(this.parameter + at, count), step), count);
  }
}

/** parameter -= learningRate * gradient */
@unmanaged
export class Sgd extends Update {
  @inline
  block(at: usize, count: i32): void {
    this.descend(at, f32x4.mul(Floats.load(this.gradient + at, count), this.setting(0)), count);
  }
}

/** m = momentum * m - learningRate * gradient; parameter += m, or with Nesterov momentum * m - learningRate * gradient */
@unmanaged
export class Momentum extends Update {
  @inline
  block(at: usize, count: i32): void {
    const change = f32x4.mul(Floats.load(this.gradient + at, count), this.setting(0));
    const kept = this.setting(1);
    const m = f32x4.sub(f32x4.mul(Floats.load(this.m + at, count), kept), change);
    Floats.store(this.m + at, m, count);
    const step = this.nesterov ? f32x4.sub(f32x4.mul(m, kept), change) : m;
    this.descend(at, f32x4.neg(step), count);
  }
}

/** v = rho * v + (1 - rho) * g^2; parameter -= learningRate * g / sqrt(v + epsilon), with the variants centered and momentum */
@unmanaged
export class Rmsprop extends Update {
  @inline
  block(at: usize, count: i32): void {
    const kept = this.setting(1);
    const taken = f32x4.sub(f32x4.splat(1), kept);
    const g = Floats.load(this.gradient + at, count);
    const v = average(Floats.load(this.v + at, count), kept, f32x4.mul(f32x4.mul(g, g), taken));
    Floats.store(this.v + at, v, count);
    let spread = f32x4.add(v, this.setting(2));
    if (this.mean) {
      const mean = average(Floats.load(this.mean + at, count), kept, f32x4.mul(g, taken));
      Floats.store(this.mean + at, mean, count);
      spread = f32x4.sub(spread, f32x4.mul(mean, mean));
    }
    let step = f32x4.div(f32x4.mul(g, this.setting(0)), f32x4.sqrt(spread));
    if (this.m) {
      step = average(Floats.load(this.m + at, count), this.setting(3), step);
      Floats.store(this.m + at, step, count);
    }
    this.descend(at, step, count);
  }
}

/** m += (g - m) (1 - beta1); v += (g^2 - v) (1 - beta2); parameter -= stepSize * m / (sqrt(v) + epsilon) */
@unmanaged
export class Adam extends Update {
  @inline
  block(at: usize, count: i32): void {
    const one = f32x4.splat(1);
    const g = Floats.load(this.gradient + at, count);
    const m = approach(Floats.load(this.m + at, count), g, f32x4.sub(one, this.setting(1)));
    const v = approach(Floats.load(this.v + at, count), f32x4.mul(g, g), f32x4.sub(one, this.setting(2)));
    Floats.store(this.m + at, m, count);
    Floats.store(this.v + at, v, count);
    const deviation = f32x4.add(f32x4.sqrt(v), this.setting(3));
    this.descend(at, f32x4.div(f32x4.mul(m, this.setting(0)), deviation), count);
  }
}

/** old * kept + addition */
function average(old: v128, kept: v128, addition: v128): v128 {
  return f32x4.add(f32x4.mul(old, kept), addition);
}

/** old + (target - old) * taken */
function approach(old: v128, target: v128, taken: v128): v128 {
  return f32x4.add(old, f32x4.mul(f32x4.sub(target, old), taken));
}
