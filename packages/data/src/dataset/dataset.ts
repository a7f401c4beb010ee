import { randomSeed, seedSchema } from '@imgclf/preprocess/internal';
import { Mt19937, parseOptions, throwIfAborted } from '@imgclf/runtime';
import * as v from 'valibot';
import { requireInteger } from '../validation/require-integer';
import { disposeElement } from './element-tensors';
import { batch, unbatch } from './operators/batch';
import { map } from './operators/map';
import { MemoryCache } from './operators/memory-cache';
import { prefetch } from './operators/prefetch';
import { shuffle } from './operators/shuffle';
import { repeat, skip, take } from './operators/take-skip-repeat';

/** Options of {@link Dataset.shuffle}. */
export interface ShuffleOptions {
  /** How many elements the next one is drawn from. As many as the dataset has for a perfect shuffle. */
  bufferSize: number;
  /** An integer from 0 to 2^32 - 1; the same seed gives the same orders. @default a random one */
  seed?: number;
  /** Whether every pass has an order of its own. @default true */
  reshuffleEachIteration?: boolean;
}

/** Options of {@link Dataset.batch}. */
export interface BatchOptions {
  /** Whether to leave out a last batch that is not full. @default false */
  dropRemainder?: boolean;
}

/** Options of {@link Dataset.map}. */
export interface MapOptions {
  /** How many elements are worked on at once; their order is kept. @default 1 */
  parallelism?: number;
}

const shuffleSchema = v.object({
  bufferSize: v.pipe(v.number(), v.integer(), v.minValue(1, 'an integer of at least 1')),
  seed: v.optional(seedSchema),
  reshuffleEachIteration: v.optional(v.boolean(), true),
});
const batchSchema = v.object({ dropRemainder: v.optional(v.boolean(), false) });

/**
 * A sequence of elements that can be read any number of times, each pass from its start: an async iterable with the
 * operators of `tf.data`. Nothing is read before somebody iterates, and no more than asked for.
 *
 * Elements are usually `{xs, ys}`. Whoever receives an element owns its tensors and disposes them; what an operator
 * has in its hands is freed when the pass ends early or fails. Leaving a `for await` loop stops the reading.
 *
 * @example
 * const batches = new Dataset(() => readRecords()).shuffle({ bufferSize: 1000, seed: 1 }).batch(32).prefetch(2);
 * for await (const { xs, ys } of batches) {
 *   // ...
 *   dispose([xs, ys]);
 * }
 */
export class Dataset<T> implements AsyncIterable<T> {
  readonly #open: () => AsyncIterator<T>;
  /** How many elements one pass has; `undefined` where that is not known beforehand, `Infinity` if it never ends. */
  readonly length: number | undefined;

  /**
   * @param open starts a pass; called once for each
   * @param options `length`: how many elements a pass has, if known
   */
  constructor(open: () => AsyncIterator<T>, { length }: { length?: number | undefined } = {}) {
    this.#open = open;
    this.length = length;
  }

  /** Starts a pass over the data. Leaving the loop early stops the reading. */
  [Symbol.asyncIterator](): AsyncIterator<T> {
    return this.#open();
  }

  /** Starts a pass, as `tf.data` datasets do: what `model.fitDataset` asks for. */
  async iterator(): Promise<AsyncIterator<T>> {
    return this.#open();
  }

  /** The length as `tf.data` states it: `null` where it is not known. */
  get size(): number | null {
    return this.length ?? null;
  }

  /**
   * Joins every `size` elements into one: tensors are stacked along a new first axis, numbers become a float32
   * tensor, anything else an array.
   */
  batch(size: number, options: BatchOptions = {}): Dataset<T> {
    requireInteger('size', size, 1);
    const { dropRemainder } = parseOptions(batchSchema, options);
    const round = dropRemainder ? Math.floor : Math.ceil;
    return this.#derive(
      () => batch(this, size, dropRemainder),
      (n) => round(n / size),
    );
  }

  /** The opposite of {@link batch}: the rows of every element, one by one. */
  unbatch(): Dataset<T> {
    return new Dataset(() => unbatch(this) as AsyncIterator<T>);
  }

  /** Draws each element at random from a buffer of the next ones. */
  shuffle(options: ShuffleOptions): Dataset<T> {
    const { bufferSize, seed = randomSeed(), reshuffleEachIteration } = parseOptions(shuffleSchema, options);
    const seeds = new Mt19937(seed);
    const nextSeed = () => (reshuffleEachIteration ? seeds.nextUint32() : seed);
    return this.#derive(() => shuffle(this, bufferSize, new Mt19937(nextSeed())));
  }

  /**
   * Puts every element through `transform`. It may build its result from the element's tensors: those that the result
   * does not hold are disposed, all of them when it throws.
   */
  map<Out>(
    transform: (element: T, index: number) => Out | Promise<Out>,
    { parallelism = 1 }: MapOptions = {},
  ): Dataset<Out> {
    requireInteger('parallelism', parallelism, 1);
    return this.#derive(() => map(this, { transform, parallelism }));
  }

  /** The first `count` elements. */
  take(count: number): Dataset<T> {
    requireInteger('count', count, 0);
    return this.#derive(
      () => take(this, count),
      (n) => Math.min(n, count),
    );
  }

  /** All but the first `count` elements, which are read and disposed. */
  skip(count: number): Dataset<T> {
    requireInteger('count', count, 0);
    return this.#derive(
      () => skip(this, count),
      (n) => Math.max(0, n - count),
    );
  }

  /** The dataset `count` times over; without a count, without end. */
  repeat(count = Infinity): Dataset<T> {
    requireInteger('count', count, 0);
    return this.#derive(
      () => repeat(this, count),
      (n) => (n === 0 ? 0 : n * count),
    );
  }

  /** Reads up to `count` elements ahead while the consumer works on the one before. */
  prefetch(count: number): Dataset<T> {
    requireInteger('count', count, 0);
    return this.#derive(() => prefetch(this, count));
  }

  /**
   * Keeps every element of the first complete pass in memory for the later ones. The kept tensors belong to the
   * result: call its `dispose` to free them.
   */
  cache(): CachedDataset<T> {
    return new CachedDataset(this);
  }

  /** The same elements, until `signal` fires: then the pass stops with an `AbortedError`. */
  withSignal(signal: AbortSignal): Dataset<T> {
    return this.#derive(() => abortable(this, signal));
  }

  /** Reads a whole pass into an array, whose tensors the caller owns. */
  async toArray(): Promise<T[]> {
    const elements: T[] = [];
    try {
      for await (const element of this) elements.push(element);
    } catch (error) {
      for (const element of elements) disposeElement(element);
      throw error;
    }
    return elements;
  }

  #derive<Out>(open: () => AsyncGenerator<unknown>, lengthOf = (n: number) => n): Dataset<Out> {
    const length = this.length === undefined ? undefined : lengthOf(this.length);
    return new Dataset(open as () => AsyncIterator<Out>, { length });
  }
}

/** A dataset kept in memory: see {@link Dataset.cache}. */
export class CachedDataset<T> extends Dataset<T> {
  readonly #cache: MemoryCache<T>;

  constructor(source: Dataset<T>) {
    const cache = new MemoryCache(source);
    super(() => cache.read(), { length: source.length });
    this.#cache = cache;
  }

  /** Frees what is kept. The next pass reads the source again. */
  dispose(): void {
    this.#cache.dispose();
  }
}

async function* abortable<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  throwIfAborted(signal);
  for await (const element of source) {
    if (signal.aborted) disposeElement(element);
    throwIfAborted(signal);
    yield element;
  }
}
