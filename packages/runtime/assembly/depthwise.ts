import { activate, activateOne } from './activation';
import { sweepOf } from './local';
import { filterTap, PatchConv, patchTap, placeBand } from './patch-conv';
import { Sweep } from './sweep';
import { loadFloats, storeFloats } from './vector';

// Each output channel has one input channel (`multiplier` of them share one). The patches are those of patch-conv.ts; the
// filter is used as it is stored.

/** The rows of one band of one image. */
export function depthwise(p: PatchConv, chunk: i32, local: usize): void {
  placeBand(p, chunk, local);
  const s = changetype<Sweep>(sweepOf(local));
  for (let row = 0; row < s.height; row++) {
    for (let column = 0; column < s.width; column++) {
      const x = s.a + <usize>row * s.aRowStep + <usize>column * s.aStep;
      const y = s.c + <usize>row * s.cRowStep + <usize>column * s.cStep;
      if (p.outputs === p.channels) sumTaps(p, x, y);
      else if (p.outputs > p.channels) sumTapsSpread(p, x, y);
      else sumTapsGathered(p, x, y);
    }
  }
}

/** One output pixel with as many channels as the input has. */
function sumTaps(p: PatchConv, x: usize, y: usize): void {
  const kind = p.activation;
  for (let c = 0; c < p.outputs; c += 4) {
    const left = p.outputs - c;
    const at = (<usize>c) << 2;
    let sum = p.bias === 0 ? f32x4.splat(0) : loadFloats(p.bias + at, left);
    for (let i = 0; i < p.filterTaps; i++) {
      const value = loadFloats(x + patchTap(p, i) + at, left);
      sum = f32x4.add(sum, f32x4.mul(value, loadFloats(p.filter + filterTap(p, i) + at, left)));
    }
    storeFloats(y + at, activate(sum, kind), left);
  }
}

/** One output pixel with several channels for each of the input's. */
function sumTapsSpread(p: PatchConv, x: usize, y: usize): void {
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
function sumTapsGathered(p: PatchConv, x: usize, y: usize): void {
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
