import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupNearHashes } from './group-near-hashes';

const distance = (a: bigint, b: bigint) => [...(a ^ b).toString(2)].filter((bit) => bit === '1').length;

/** Every pair compared. */
function byComparison(hashes: readonly bigint[], maxDistance: number): number[][] {
  const groups = hashes.map((_, i) => [i]);
  for (const [i, a] of hashes.entries())
    for (const [j, b] of hashes.entries()) {
      const [one, other] = [groups[i], groups[j]];
      if (one === undefined || other === undefined || one === other || distance(a, b) > maxDistance) continue;
      one.push(...other);
      for (const member of other) groups[member] = one;
    }
  const sorted = [...new Set(groups)].map((group) => group.toSorted((a, b) => a - b));
  return sorted.filter(({ length }) => length > 1).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

const hash = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
/** Hashes with neighbours at every distance. */
const hashes = fc
  .array(fc.record({ hash, flips: fc.array(fc.nat(63), { maxLength: 12 }) }), { maxLength: 20 })
  .map((seeds) =>
    seeds.flatMap(({ hash, flips }) => [hash, flips.reduce((h, bit) => h ^ (1n << BigInt(bit)), hash)]),
  );

test('finds the groups that comparing every pair finds', () => {
  fc.assert(
    fc.property(hashes, fc.nat(16), (values, maxDistance) => {
      expect(groupNearHashes(values, maxDistance)).toEqual(byComparison(values, maxDistance));
    }),
    { numRuns: 300 },
  );
});

test('finds copies among 100,000', () => {
  let state = 1n;
  const next = () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return state ^ (state >> 29n);
  };
  const values = Array.from({ length: 100_000 }, next);
  values[99_999] = (values[7] as bigint) ^ 0b1001n ^ (1n << 63n);
  expect(groupNearHashes(values, 3)).toEqual([[7, 99_999]]);
});
