import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dropoutMask } from './dropout-mask';

const draw = (options: { rate: number; index: number; seed?: number }, iteration = 0, length = 20_000) =>
  dropoutMask(new Float32Array(length), options, iteration);

test('drops the share it is told and scales the rest', () => {
  const property = fc.property(
    fc.constantFrom(0.1, 0.3, 0.5, 0.9),
    fc.nat(),
    fc.nat(1000),
    (rate, seed, iteration) => {
      const mask = draw({ rate, index: 0, seed }, iteration);
      const dropped = mask.filter((value) => value === 0).length / mask.length;
      expect(Math.abs(dropped - rate)).toBeLessThan(0.025);
      expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
    },
  );
  fc.assert(property, { numRuns: 50 });
});

test('neighbouring iterations, dropouts and seeds draw independently', () => {
  const base = draw({ rate: 0.5, index: 0, seed: 1 });
  const others = [
    draw({ rate: 0.5, index: 0, seed: 1 }, 1),
    draw({ rate: 0.5, index: 1, seed: 1 }),
    draw({ rate: 0.5, index: 0, seed: 2 }),
    base.slice(1),
  ];
  for (const other of others) {
    const same = other.filter((value, at) => value === base[at]).length / other.length;
    expect(Math.abs(same - 0.5)).toBeLessThan(0.025);
  }
});

test('the same place in training draws the same', () => {
  expect(draw({ rate: 0.4, index: 2, seed: 9 }, 77)).toEqual(draw({ rate: 0.4, index: 2, seed: 9 }, 77));
});

test('a rate of 1 drops everything', () => {
  expect(draw({ rate: 1, index: 0 }).every((value) => value === 0)).toBe(true);
});
