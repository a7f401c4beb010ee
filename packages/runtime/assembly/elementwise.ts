import { activate, passes } from './activation';
import { Command } from './command';
import { loadFloats, storeFloats } from './vector';

// The numbers are those of `KERNEL` on the TypeScript side.
const ACTIVATION_GRAD = 48;
const MULTIPLY = 49;
const ADD = 50;
const ADD_SCALED = 51;
const FILL = 52;

/** Floats in a chunk; `ELEMENTS_CHUNK` on the TypeScript side. */
export const ELEMENTS_CHUNK = 16384;

/** A result for each element of one or two arrays. */
@unmanaged
export class Elementwise extends Command {
  a: usize;
  b: usize;
  output: usize;
  length: i32;
  activation: i32;
  /** A factor, or what to fill with. */
  value: f32;
}

/** One chunk of elements. */
export function elementwise(e: Elementwise, chunk: i32): void {
  const end = min((chunk + 1) * ELEMENTS_CHUNK, e.length);
  for (let i = chunk * ELEMENTS_CHUNK; i < end; i += 4) {
    const at = (<usize>i) << 2;
    const left = end - i;
    const a = loadFloats(e.a + at, left);
    const b = loadFloats(e.b + at, left);
    storeFloats(e.output + at, combine(e, a, b), left);
  }
}

function combine(e: Elementwise, a: v128, b: v128): v128 {
  switch (e.kernel) {
    case ACTIVATION_GRAD:
      return v128.and(a, passes(b, e.activation));
    case MULTIPLY:
      return f32x4.mul(a, b);
    case ADD:
      return activate(f32x4.add(a, b), e.activation);
    case ADD_SCALED:
      return f32x4.add(b, f32x4.mul(a, f32x4.splat(e.value)));
    case FILL:
      return f32x4.splat(e.value);
    default:
      unreachable();
      return a;
  }
}
