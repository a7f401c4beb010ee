/**
 * Groups 64-bit hashes that differ in few bits, each group with two members or more. A group holds whatever a chain of
 * near neighbours joins.
 *
 * Two hashes that differ in `maxDistance` bits are equal in at least one of `maxDistance + 1` bands, so only hashes that
 * share a band are compared: for 100,000 of them a few million pairs instead of five thousand million.
 *
 * @returns positions in `hashes`, ascending; the groups by their first
 */
export function groupNearHashes(hashes: readonly bigint[], maxDistance: number): number[][] {
  const joined = new DisjointSets(hashes.length);
  const distinct = new Map<bigint, number>();
  for (const [i, hash] of hashes.entries()) {
    const first = distinct.get(hash);
    if (first === undefined) distinct.set(hash, i);
    else joined.join(first, i);
  }
  if (maxDistance > 0)
    joinNeighbours([...distinct.values()], BigUint64Array.from(hashes), maxDistance, joined);
  const groups = new Map<number, number[]>();
  for (const i of hashes.keys()) {
    const root = joined.find(i);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [i]);
    else group.push(i);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

function joinNeighbours(
  positions: readonly number[],
  hashes: BigUint64Array,
  maxDistance: number,
  joined: DisjointSets,
): void {
  const words = new Uint32Array(hashes.buffer);
  for (const bucket of buckets(positions, hashes, maxDistance + 1)) {
    for (const [k, a] of bucket.entries()) {
      for (let l = k + 1; l < bucket.length; l++) {
        const b = bucket[l] as number;
        if (distance(words, a, b) <= maxDistance) joined.join(a, b);
      }
    }
  }
}

/** The positions whose hashes are equal in a band, for each band and each value of it. */
function* buckets(
  positions: readonly number[],
  hashes: BigUint64Array,
  bands: number,
): Generator<readonly number[]> {
  for (let band = 0; band < bands; band++) {
    const start = Math.floor((64 * band) / bands);
    const bits = Math.floor((64 * (band + 1)) / bands) - start;
    const byValue = new Map<bigint, number[]>();
    for (const position of positions) {
      const value = BigInt.asUintN(bits, (hashes[position] as bigint) >> BigInt(start));
      const bucket = byValue.get(value);
      if (bucket === undefined) byValue.set(value, [position]);
      else bucket.push(position);
    }
    yield* byValue.values();
  }
}

function distance(words: Uint32Array, a: number, b: number): number {
  const low = (words[2 * a] as number) ^ (words[2 * b] as number);
  const high = (words[2 * a + 1] as number) ^ (words[2 * b + 1] as number);
  return countBits(low) + countBits(high);
}

function countBits(word: number): number {
  let sums = word - ((word >>> 1) & 0x55555555);
  sums = (sums & 0x33333333) + ((sums >>> 2) & 0x33333333);
  return Math.imul((sums + (sums >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Which of `0` to `count - 1` are joined; the smallest of a set stands for it. */
class DisjointSets {
  readonly #parents: Uint32Array;

  constructor(count: number) {
    this.#parents = Uint32Array.from({ length: count }, (_, i) => i);
  }

  find(member: number): number {
    let root = member;
    while (this.#parents[root] !== root) {
      const parent = this.#parents[root] as number;
      this.#parents[root] = this.#parents[parent] as number;
      root = parent;
    }
    return root;
  }

  join(a: number, b: number): void {
    const [first, second] = [this.find(a), this.find(b)];
    this.#parents[Math.max(first, second)] = Math.min(first, second);
  }
}
