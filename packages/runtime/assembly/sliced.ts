import { activate } from './activation';
import { Command } from './command';
import { Floats } from './vector';

/** Floats of a sum of slices in a chunk; `SUM_CHUNK` on the TypeScript side. */
const CHUNK = 4096;

/**
 * A reduction. Its terms are cut into slices, whose number depends on sizes alone; each slice is summed on its own into
 * shared scratch memory, and the slices are added in order: the result does not depend on the threads.
 */
@unmanaged
export class Sliced extends Command {
  slices: i32;
  /** Floats of the result and of each slice. */
  length: i32;
  /** Multiplies the sum. */
  scale: f32;
  /** What is applied to the sum then. */
  sumActivation: i32;
}

/** The first term of a slice, of `count` terms in all. */
export function sliceStart(s: Sliced, slice: i32, count: i32): i32 {
  return <i32>((<i64>count * slice) / s.slices);
}

/** A slice of the result in shared memory. */
export function sliceOf(s: Sliced, slice: i32, shared: usize): usize {
  return shared + ((<usize>slice * <usize>s.length) << 2);
}

/** Adds the slices: floats [chunk * CHUNK, (chunk + 1) * CHUNK) of the result, to `target`. */
export function addSlices(s: Sliced, target: usize, chunk: i32, shared: usize): void {
  const end = min((chunk + 1) * CHUNK, s.length);
  const scale = f32x4.splat(s.scale);
  const step = (<usize>s.length) << 2;
  for (let i = chunk * CHUNK; i < end; i += 4) {
    const at = (<usize>i) << 2;
    let sum = Floats.load(shared + at, end - i);
    for (let j: usize = 1; j < <usize>s.slices; j++) {
      sum = f32x4.add(sum, Floats.load(shared + j * step + at, end - i));
    }
    Floats.store(target + at, activate(f32x4.mul(sum, scale), s.sumActivation), end - i);
  }
}
