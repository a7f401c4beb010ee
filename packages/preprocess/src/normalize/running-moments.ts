/** Mean and standard deviation of values that come in pieces, for each entry of a last axis of `size` entries. */
export class RunningMoments {
  #count = 0;
  readonly #mean: Float64Array;
  /** Sums of squared distances from the mean. */
  readonly #spread: Float64Array;

  /** @param size entries of the last axis; 1 takes all values together */
  constructor(readonly size: number) {
    this.#mean = new Float64Array(size);
    this.#spread = new Float64Array(size);
  }

  /** Values of each entry so far. */
  get count(): number {
    return this.#count;
  }

  get mean(): number[] {
    return [...this.#mean];
  }

  /** Over the whole population, as NumPy's `std`. */
  get std(): number[] {
    return Array.from(this.#spread, (spread) => Math.sqrt(spread / this.#count));
  }

  /** Takes in a whole number of last axes, by the formula of Chan, Golub and LeVeque: exact for any order of pieces. */
  add(values: ArrayLike<number>): void {
    const added = values.length / this.size;
    if (added === 0) return;
    const total = this.#count + added;
    for (let entry = 0; entry < this.size; entry++) {
      const { mean, spread } = momentsOf(values, entry, this.size);
      const apart = mean - (this.#mean[entry] as number);
      this.#mean[entry] = (this.#mean[entry] as number) + (apart * added) / total;
      this.#spread[entry] =
        (this.#spread[entry] as number) + spread + (apart * apart * this.#count * added) / total;
    }
    this.#count = total;
  }
}

function momentsOf(values: ArrayLike<number>, first: number, step: number): { mean: number; spread: number } {
  let sum = 0;
  for (let i = first; i < values.length; i += step) sum += values[i] as number;
  const mean = (sum * step) / values.length;
  let spread = 0;
  for (let i = first; i < values.length; i += step) spread += ((values[i] as number) - mean) ** 2;
  return { mean, spread };
}
