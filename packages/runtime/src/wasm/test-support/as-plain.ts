import { grads, mul, setBackend, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectNoTensorLeak } from '../../testing/index';
import { expectClose, randomFloats } from './numbers';

/** A tensor of numbers that a seed decides. */
export function random<T extends Tensor>(shape: readonly number[], seed: number): T {
  const size = shape.reduce((product, side) => product * side, 1);
  return tensor(randomFloats(size, seed), [...shape]) as T;
}

/** Expects the same tensors from `compute` on WebAssembly and on plain JavaScript, and none left over. */
export async function expectAsPlain(compute: () => Tensor[], tolerance = 1e-5): Promise<void> {
  const results: [number[], ArrayLike<number>][][] = [];
  for (const backend of ['wasm', 'cpu']) {
    await setBackend(backend);
    await expectNoTensorLeak(() => {
      const read = tidy(compute).map((result): [number[], ArrayLike<number>] => {
        const values = result.dataSync();
        result.dispose();
        return [result.shape, values];
      });
      results.push(read);
    });
  }
  const [ours = [], plain = []] = results;
  expect(ours.map(([shape]) => shape)).toEqual(plain.map(([shape]) => shape));
  for (const [i, [, values]] of ours.entries()) expectClose(values, plain[i]?.[1] ?? [], tolerance);
}

/** The gradients of the sum of `f`'s output, each element weighted differently. */
export function weightedGrads(f: (...inputs: Tensor[]) => Tensor, inputs: Tensor[]): Tensor[] {
  const shape = tidy(() => f(...inputs).shape);
  const weights = random(shape, 99);
  return grads((...moved) => sum(mul(f(...moved), weights)))(inputs);
}
