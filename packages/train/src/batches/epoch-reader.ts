import { DatasetEmptyError, InvalidArgumentError, throwIfAborted } from '@imgclf/runtime';
import { type Batch, disposeBatch } from './batch';
import type { BatchSource } from './batch-source';

/** Options of {@link EpochReader}. */
export interface EpochReaderOptions {
  /** What the data is called in errors, such as `data` or `validationData`. */
  argument: string;
  /** Batches in an epoch; without it an epoch is one pass. */
  steps?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Hears of an epoch that had to end early because the data did. */
  onEndedEarly?: (steps: number) => void;
}

/**
 * Deals a source's batches out by epochs as Keras does: without `steps` every epoch is a pass of its own; with `steps`
 * one pass goes on from epoch to epoch, and a new one begins when it has ended.
 */
export class EpochReader {
  readonly #source: BatchSource;
  readonly #options: EpochReaderOptions;
  #pass: AsyncIterator<Batch> | undefined;
  #passes = 0;
  #read = 0;

  /** @throws {InvalidArgumentError} when the data never ends and no number of steps ends the epoch */
  constructor(source: BatchSource, options: EpochReaderOptions) {
    if (source.steps === Number.POSITIVE_INFINITY && options.steps === undefined) {
      throw new InvalidArgumentError({
        argument: options.argument,
        allowed: 'data that ends, or given together with the number of steps to take of it',
        received: 'data without an end',
      });
    }
    this.#source = source;
    this.#options = options;
  }

  /** Batches in an epoch, where known. */
  get steps(): number | undefined {
    return this.#options.steps ?? this.#source.steps;
  }

  /** How far the data has been read. */
  get position(): ReaderPosition {
    return { passes: this.#passes, read: this.#pass === undefined ? undefined : this.#read };
  }

  /** Reads and drops what lies before a position; for a reader that has read nothing yet. */
  async skipTo({ passes, read }: ReaderPosition): Promise<void> {
    this.#passes = read === undefined ? passes : passes - 1;
    await this.#source.skipPasses(this.#passes);
    for (let i = 0; i < (read ?? 0); i++) {
      const batch = await this.#next(false);
      if (batch !== undefined) disposeBatch(batch);
    }
  }

  /**
   * One epoch's batches, which the consumer owns.
   * @param done how many of them were read before
   * @throws {DatasetEmptyError} when there is none @throws {AbortedError}
   */
  async *epoch(done = 0): AsyncGenerator<Batch> {
    const { steps = Number.POSITIVE_INFINITY, argument, onEndedEarly } = this.#options;
    let read = done;
    while (read < steps) {
      const batch = await this.#next(read === 0);
      if (batch === undefined) break;
      read++;
      yield batch;
    }
    if (read === 0) throw emptyError(argument);
    if (read < steps && Number.isFinite(steps)) onEndedEarly?.(read);
  }

  /** Ends the current pass. The next epoch begins a new one. */
  async close(): Promise<void> {
    const pass = this.#pass;
    this.#pass = undefined;
    await pass?.return?.();
  }

  #open(): AsyncIterator<Batch> {
    this.#passes++;
    this.#read = 0;
    return this.#source.open();
  }

  async #next(first: boolean): Promise<Batch | undefined> {
    throwIfAborted(this.#options.signal);
    const goesOn = this.#pass !== undefined;
    this.#pass ??= this.#open();
    const result = await this.#pass.next();
    if (result.done !== true) {
      this.#read++;
      return result.value;
    }
    this.#pass = undefined;
    return first && goesOn ? this.#next(false) : undefined;
  }
}

/** How far an {@link EpochReader} has read. */
export interface ReaderPosition {
  /** Passes that were begun. */
  passes: number;
  /** Batches read of the current pass; undefined where it has ended. */
  read: number | undefined;
}

function emptyError(argument: string): DatasetEmptyError {
  return new DatasetEmptyError({
    message: `${argument} gave no batch. A generator can be read only once: pass a function that makes one.`,
  });
}
