import { Mt19937 } from '@imgclf/runtime';

/** Draws the orders of shuffled passes, one after another, from a seed. */
export class Shuffler {
  #random: Mt19937;

  constructor(seed: number) {
    this.#random = new Mt19937(seed);
  }

  /** Starts over with another seed. */
  reseed(seed: number): void {
    this.#random = new Mt19937(seed);
  }

  /** 0 to `count` - 1 in random order. */
  permutation(count: number): Uint32Array {
    return this.#random.permutation(count);
  }
}
