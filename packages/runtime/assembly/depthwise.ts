import { activate, activateOne } from './activation';
import { sweepOf } from './local';
import { filterTap, PatchConv, patchTap, placeBand } from './patch-conv';
import { Sweep } from './sweep';
import { Floats } from './vector';

// Each output channel has one input channel (`multiplier` of them share one). The patches are those of patch-conv.ts; the
// filter is used as it is stored.

/** The rows of one band of one image. */
export function depthwise(p: PatchConv, chunk: i32, local: usize): void {
  placeBand(p, chunk, local);
  const s = changetype<Sweep>(sweepOf(local));
  for (let row = 0; row < s.height; row++) {
    const x = s.a + <usize>row * s.aRowStep;
    const y = s.c + <usize>row * s.cRowStep;
    if (p.outputs === p.channels) sumRow(p, s, x, y);
    else sumRowUnequal(p, s, x, y);
  }
}

/** One row of output pixels with as many channels as the input has. The last four may include some that are done. */
function sumRow(p: PatchConv, s: Sweep, x: usize, y: usize): void {
  const last = s.width - 4;
  for (let column = 0; last >= 0 && column < s.width; column += 4) {
    const at = <usize>min(column, last);
    sumFourPixels(p, s, x + at * s.aStep, y + at * s.cStep);
  }
  for (let column = 0; last < 0 && column < s.width; column++) {
    sumPixel(p, 0, x + <usize>column * s.aStep, y + <usize>column * s.cStep);
  }
}

/** Four pixels, eight channels at a time: each number of the filter is used four times. */
function sumFourPixels(p: PatchConv, s: Sweep, x: usize, y: usize): void {
  const kind = p.activation;
  const taps = p.filterTaps;
  const step = s.aStep;
  let c = 0;
  for (; c + 8 <= p.outputs; c += 8) {
    const at = (<usize>c) << 2;
    let a0 = p.bias === 0 ? f32x4.splat(0) : v128.load(p.bias + at);
    let b0 = p.bias === 0 ? f32x4.splat(0) : v128.load(p.bias + at, 16);
    let a1 = a0;
    let b1 = b0;
    let a2 = a0;
    let b2 = b0;
    let a3 = a0;
    let b3 = b0;
    for (let i = 0; i < taps; i++) {
      const filter = p.filter + filterTap(p, i) + at;
      const fa = v128.load(filter);
      const fb = v128.load(filter, 16);
      let input = x + patchTap(p, i) + at;
      a0 = f32x4.add(a0, f32x4.mul(v128.load(input), fa));
      b0 = f32x4.add(b0, f32x4.mul(v128.load(input, 16), fb));
      input += step;
      a1 = f32x4.add(a1, f32x4.mul(v128.load(input), fa));
      b1 = f32x4.add(b1, f32x4.mul(v128.load(input, 16), fb));
      input += step;
      a2 = f32x4.add(a2, f32x4.mul(v128.load(input), fa));
      b2 = f32x4.add(b2, f32x4.mul(v128.load(input, 16), fb));
      input += step;
      a3 = f32x4.add(a3, f32x4.mul(v128.load(input), fa));
      b3 = f32x4.add(b3, f32x4.mul(v128.load(input, 16), fb));
    }
    const target = y + at;
    storeEight(target, activate(a0, kind), activate(b0, kind));
    storeEight(target + s.cStep, activate(a1, kind), activate(b1, kind));
    storeEight(target + 2 * s.cStep, activate(a2, kind), activate(b2, kind));
    storeEight(target + 3 * s.cStep, activate(a3, kind), activate(b3, kind));
  }
  if (c === p.outputs) return;
  for (let i: usize = 0; i < 4; i++) sumPixel(p, c, x + i * step, y + i * s.cStep);
}

function storeEight(target: usize, a: v128, b: v128): void {
  v128.store(target, a);
  v128.store(target, b, 16);
}

/** One pixel, from channel `first` on. */
function sumPixel(p: PatchConv, first: i32, x: usize, y: usize): void {
  for (let c = first; c < p.outputs; c += 4) {
    const count = p.outputs - c;
    const at = (<usize>c) << 2;
    let sum = p.bias === 0 ? f32x4.splat(0) : Floats.load(p.bias + at, count);
    for (let i = 0; i < p.filterTaps; i++) {
      const value = Floats.load(x + patchTap(p, i) + at, count);
      sum = f32x4.add(sum, f32x4.mul(value, Floats.load(p.filter + filterTap(p, i) + at, count)));
    }
    Floats.store(y + at, activate(sum, p.activation), count);
  }
}

/** One row of output pixels with more channels than the input, or of its gradient with fewer. */
function sumRowUnequal(p: PatchConv, s: Sweep, x: usize, y: usize): void {
  for (let column = 0; column < s.width; column++) {
    const input = x + <usize>column * s.aStep;
    const output = y + <usize>column * s.cStep;
    if (p.outputs > p.channels) sumSpread(p, input, output);
    else sumGathered(p, input, output);
  }
}

/** One output pixel with several channels for each of the input's. */
function sumSpread(p: PatchConv, x: usize, y: usize): void {
  const multiplier = p.outputs / p.channels;
  for (let c = 0; c < p.outputs; c++) {
    const at = (<usize>c) << 2;
    let sum: f32 = p.bias === 0 ? 0 : load<f32>(p.bias + at);
    for (let i = 0; i < p.filterTaps; i++) {
      const value = load<f32>(x + patchTap(p, i) + ((<usize>(c / multiplier)) << 2));
      sum += value * load<f32>(p.filter + filterTap(p, i) + at);
    }
    store<f32>(y + at, activateOne(sum, p.activation));
  }
}

/** The gradient of one input pixel of such a convolution: here the input is the one with several channels. */
function sumGathered(p: PatchConv, x: usize, y: usize): void {
  const multiplier = p.channels / p.outputs;
  for (let c = 0; c < p.outputs; c++) {
    let sum: f32 = 0;
    for (let i = 0; i < p.filterTaps; i++) {
      for (let m = 0; m < multiplier; m++) {
        const at = (<usize>(c * multiplier + m)) << 2;
        sum += load<f32>(x + patchTap(p, i) + at) * load<f32>(p.filter + filterTap(p, i) + at);
      }
    }
    store<f32>(y + ((<usize>c) << 2), sum);
  }
}
