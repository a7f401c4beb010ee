import { activate, passes } from './activation';
import { Command } from './command';
import { Floats } from './vector';

/** Elements in a chunk; `ELEMENTS_CHUNK` on the TypeScript side. */
const CHUNK = 16384;

/** A kernel that treats each element of its arrays alike. */
@unmanaged
export class Elementwise extends Command {
  length: i32;
}

/** Calls `kernel.block(at, count)` for up to four elements at a time of one chunk: their byte offset, and how many. */
export function eachElement<T extends Elementwise>(kernel: T, chunk: i32): void {
  const end = min((chunk + 1) * CHUNK, kernel.length);
  const full = end & ~3;
  for (let i = chunk * CHUNK; i < full; i += 4) kernel.block((<usize>i) << 2, 4);
  if (full < end) kernel.block((<usize>full) << 2, end - full);
}

/** A result for each element of one or two arrays. */
@unmanaged
class Operation extends Elementwise {
  a: usize;
  b: usize;
  output: usize;
  activation: i32;
  /** A factor, or what to fill with. */
  value: f32;
}

/** a where the activation with output (or input) b has slope 1, else 0 */
@unmanaged
export class ActivationGrad extends Operation {
  @inline
  block(at: usize, count: i32): void {
    const mask = passes(Floats.load(this.b + at, count), this.activation);
    Floats.store(this.output + at, v128.and(Floats.load(this.a + at, count), mask), count);
  }
}

/** a * b */
@unmanaged
export class Multiply extends Operation {
  @inline
  block(at: usize, count: i32): void {
    const product = f32x4.mul(Floats.load(this.a + at, count), Floats.load(this.b + at, count));
    Floats.store(this.output + at, product, count);
  }
}

/** activation(a + b) */
@unmanaged
export class Add extends Operation {
  @inline
  block(at: usize, count: i32): void {
    const sum = f32x4.add(Floats.load(this.a + at, count), Floats.load(this.b + at, count));
    Floats.store(this.output + at, activate(sum, this.activation), count);
  }
}

/** b + value * a */
@unmanaged
export class AddScaled extends Operation {
  @inline
  block(at: usize, count: i32): void {
    const scaled = f32x4.mul(Floats.load(this.a + at, count), f32x4.splat(this.value));
    Floats.store(this.output + at, f32x4.add(Floats.load(this.b + at, count), scaled), count);
  }
}

/** value */
@unmanaged
export class Fill extends Operation {
  @inline
  block(at: usize, count: i32): void {
    Floats.store(this.output + at, f32x4.splat(this.value), count);
  }
}
