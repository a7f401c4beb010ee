import { InvalidArgumentError } from '../errors/invalid-argument-error';

const size = 624;
const middle = 397;

/** Where an {@link Mt19937} stands: enough to go on bit for bit. Plain JSON. */
export interface Mt19937State {
  readonly words: readonly number[];
  readonly index: number;
}

/**
 * The Mersenne Twister as NumPy's legacy `RandomState(seed)` uses it, so that shuffles and splits equal Keras's.
 *
 * @example
 * new Mt19937(123).shuffle([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]); // [4, 0, 7, 5, 8, 3, 1, 6, 9, 2]
 */
export class Mt19937 {
  readonly #words = new Uint32Array(size);
  #index = size;

  /**
   * @param seed an integer from 0 to 2^32 - 1
   * @throws {InvalidArgumentError} for any other value
   */
  constructor(seed: number) {
    if (!isUint32(seed)) {
      const allowed = 'an integer from 0 to 4294967295';
      throw new InvalidArgumentError({ argument: 'seed', allowed, received: seed });
    }
    this.#words[0] = seed;
    for (let i = 1; i < size; i++) {
      const previous = this.#words[i - 1] as number;
      this.#words[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
  }

  /**
   * Goes on from a {@link Mt19937.state} taken earlier, which may have been through JSON.
   * @throws {InvalidArgumentError} when it is no such state
   */
  static fromState(state: Mt19937State): Mt19937 {
    const { words, index } = state ?? {};
    const isState =
      Array.isArray(words) &&
      words.length === size &&
      words.every(isUint32) &&
      isUint32(index) &&
      index <= size;
    if (!isState) {
      const allowed = `${size} words and an index up to ${size}`;
      throw new InvalidArgumentError({ argument: 'state', allowed, received: state });
    }
    const generator = new Mt19937(0);
    generator.#words.set(state.words);
    generator.#index = state.index;
    return generator;
  }

  /** Where the generator stands now. */
  get state(): Mt19937State {
    return { words: [...this.#words], index: this.#index };
  }

  /** A uniform integer from 0 to 2^32 - 1. */
  nextUint32(): number {
    if (this.#index === size) this.#twist();
    let y = this.#words[this.#index++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A uniform integer from 0 to `max` inclusive (`max` below 2^32), by masked rejection as in NumPy. */
  bounded(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (this.nextUint32() & mask) >>> 0;
      if (value <= max) return value;
    }
  }

  /** A uniform double in [0, 1) with 53 random bits: NumPy's `random_sample`. */
  random(): number {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** A uniform double in [`low`, `high`): NumPy's `uniform`. */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.random();
  }

  /** Shuffles `items` in place by Fisher-Yates from the end, as NumPy's `shuffle`, and returns it. */
  shuffle<Items extends { [index: number]: unknown; length: number }>(items: Items): Items {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.bounded(i);
      [items[i], items[j]] = [items[j], items[i]];
    }
    return items;
  }

  /** NumPy's `permutation(n)`: 0 to `n` - 1 in random order. */
  permutation(n: number): Uint32Array {
    return this.shuffle(
      Uint32Array.from({ length: n }, (_, i) => i) as Uint32Array & { [index: number]: unknown },
    );
  }

  #twist(): void {
    const words = this.#words;
    for (let i = 0; i < size; i++) {
      const y = ((words[i] as number) & 0x80000000) | ((words[(i + 1) % size] as number) & 0x7fffffff);
      words[i] = (words[(i + middle) % size] as number) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#index = 0;
  }
}

function isUint32(value: unknown): value is number {
  return typeof value === 'number' && value >>> 0 === value;
}
