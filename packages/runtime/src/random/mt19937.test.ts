import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Mt19937 } from './mt19937';

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

test.each([
  [123, [4, 0, 7, 5, 8, 3, 1, 6, 9, 2]],
  [42, [8, 1, 5, 0, 7, 2, 9, 4, 3, 6]],
  [1337, [6, 3, 0, 4, 5, 2, 1, 9, 8, 7]],
])('shuffles 0..9 as NumPy does with seed %i', (seed, order) => {
  expect(new Mt19937(seed).shuffle(range(10))).toEqual(order);
});

test('draws the reference words and doubles of MT19937 with seed 5489 and 0', () => {
  const generator = new Mt19937(5489);
  expect([generator.nextUint32(), generator.nextUint32()]).toEqual([3499211612, 581869302]);
  expect(new Mt19937(0).random()).toBe(0.5488135039273248);
});

test('goes on from a saved state, bit for bit', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(1500), (seed, skip) => {
      const one = new Mt19937(seed);
      for (let i = 0; i < skip; i++) one.nextUint32();
      const other = Mt19937.fromState(JSON.parse(JSON.stringify(one.state)));
      return range(10).every(() => one.nextUint32() === other.nextUint32());
    }),
  );
});

test('bounded stays within its bound, and a shuffle is a permutation', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0, max: 0xffffffff }), (seed, max) => {
      const value = new Mt19937(seed).bounded(max);
      return Number.isInteger(value) && value >= 0 && value <= max;
    }),
  );
  fc.assert(
    fc.property(fc.nat(), fc.nat(300), (seed, n) => {
      expect([...new Mt19937(seed).permutation(n)].sort((a, b) => a - b)).toEqual(range(n));
    }),
  );
});

test.each([-1, 1.5, Number.NaN, 2 ** 32, '1' as never, undefined as never])('refuses the seed %j', (seed) => {
  expect(() => new Mt19937(seed)).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'seed' }),
  );
});

test.each([
  undefined,
  {},
  { words: [1], index: 0 },
  { words: Array(624).fill(-1), index: 0 },
  { words: Array(624).fill(1), index: 625 },
])('refuses a broken state', (state) => {
  expect(() => Mt19937.fromState(state as never)).toThrow(expect.objectContaining({ argument: 'state' }));
});
