import { Band } from './band';
import { FilterGrad, placeBand } from './filter-grad';
import { bandOf, tileOf } from './local';
import { sliceOf, sliceStart } from './sliced';
import { Tile } from './tile';
import { Floats } from './vector';

/** First phase of a depthwise convolution's filter gradient: one slice of the pixels. The second is `addSlices`. */
export function depthwiseFilterGrad(f: FilterGrad, slice: i32, local: usize, shared: usize): void {
  const target = sliceOf(f, slice, shared);
  memory.fill(target, 0, (<usize>f.length) << 2);
  const bands = (f.rows + f.bandRows - 1) / f.bandRows;
  const units = f.batch * bands;
  const end = sliceStart(f, slice + 1, units);
  const tapBytes = (<usize>f.outputs) << 2;
  for (let unit = sliceStart(f, slice, units); unit < end; unit++) {
    const image = unit / bands;
    const row = (unit % bands) * f.bandRows;
    placeBand(f, image, row, local);
    const b = changetype<Band>(bandOf(local));
    const t = changetype<Tile>(tileOf(local));
    t.b = f.dy + <usize>((image * f.rows + row) * f.columns) * tapBytes;
    for (let tap = 0; tap < f.filterHeight * f.filterWidth; tap++) {
      const down = (tap / f.filterWidth) * f.rowDilation;
      const right = (tap % f.filterWidth) * f.columnDilation;
      t.a0 = b.target + <usize>(down * b.columns + right) * b.pixelBytes;
      t.c0 = target + <usize>tap * tapBytes;
      if (f.outputs === f.channels) addTap(f, t);
      else addTapSpread(f, t);
    }
  }
}

/** Adds the products of a band for one tap: inputs from `a0`, gradients from `b`, sums at `c0`. */
function addTap(f: FilterGrad, t: Tile): void {
  let c = 0;
  for (; c + 16 <= f.outputs; c += 16) addSixteen(f, t, (<usize>c) << 2);
  for (; c < f.outputs; c += 4) addFour(f, t, (<usize>c) << 2);
}

/** Sixteen channels from byte offset `at` on. */
function addSixteen(f: FilterGrad, t: Tile, at: usize): void {
  const dyStep = (<usize>f.outputs) << 2;
  const target = t.c0 + at;
  let s0 = v128.load(target);
  let s1 = v128.load(target, 16);
  let s2 = v128.load(target, 32);
  let s3 = v128.load(target, 48);
  let dy = t.b + at;
  for (let row = 0; row < t.tapCount; row++) {
    let x = t.a0 + at + load<u32>(t.taps + ((<usize>row) << 2));
    for (let k = t.length; k > 0; k--) {
      s0 = f32x4.add(s0, f32x4.mul(v128.load(x), v128.load(dy)));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(x, 16), v128.load(dy, 16)));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(x, 32), v128.load(dy, 32)));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(x, 48), v128.load(dy, 48)));
      x += t.step;
      dy += dyStep;
    }
  }
  v128.store(target, s0);
  v128.store(target, s1, 16);
  v128.store(target, s2, 32);
  v128.store(target, s3, 48);
}

/** Up to four channels from byte offset `at` on. */
function addFour(f: FilterGrad, t: Tile, at: usize): void {
  const dyStep = (<usize>f.outputs) << 2;
  const count = f.outputs - <i32>(at >> 2);
  let sum = Floats.load(t.c0 + at, count);
  let dy = t.b + at;
  for (let row = 0; row < t.tapCount; row++) {
    let x = t.a0 + at + load<u32>(t.taps + ((<usize>row) << 2));
    for (let k = t.length; k > 0; k--) {
      sum = f32x4.add(sum, f32x4.mul(Floats.load(x, count), Floats.load(dy, count)));
      x += t.step;
      dy += dyStep;
    }
  }
  Floats.store(t.c0 + at, sum, count);
}

/** The same where several outputs share an input channel. */
function addTapSpread(f: FilterGrad, t: Tile): void {
  const dyStep = (<usize>f.outputs) << 2;
  const multiplier = f.outputs / f.channels;
  for (let c = 0; c < f.outputs; c++) {
    const at = (<usize>c) << 2;
    let sum = load<f32>(t.c0 + at);
    let dy = t.b + at;
    for (let row = 0; row < t.tapCount; row++) {
      let x = t.a0 + ((<usize>(c / multiplier)) << 2) + load<u32>(t.taps + ((<usize>row) << 2));
      for (let k = t.length; k > 0; k--) {
        sum += load<f32>(x) * load<f32>(dy);
        x += t.step;
        dy += dyStep;
      }
    }
    store<f32>(t.c0 + at, sum);
  }
}
