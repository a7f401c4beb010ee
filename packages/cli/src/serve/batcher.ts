/** How a {@link Batcher} works. */
export interface BatcherOptions<Input, Output> {
  /** Computes several inputs at once: an output for each. */
  run: (inputs: readonly Input[]) => Promise<readonly Output[]>;
  /** Inputs that go together at most. */
  maxBatch: number;
  /** Inputs that may wait. */
  maxWaiting: number;
}

interface Waiting<Input, Output> {
  input: Input;
  resolve: (output: Output) => void;
  reject: (reason: unknown) => void;
}

/**
 * Puts inputs that arrive while others are computed together into one batch. Nothing waits while there is nothing to do.
 */
export class Batcher<Input, Output> {
  readonly #options: BatcherOptions<Input, Output>;
  #waiting: Waiting<Input, Output>[] = [];
  #running: Promise<void> | undefined;

  constructor(options: BatcherOptions<Input, Output>) {
    this.#options = options;
  }

  /** Whether no more inputs can be taken for now. */
  get isFull(): boolean {
    return this.#waiting.length >= this.#options.maxWaiting;
  }

  /** The output of one input. */
  add(input: Input): Promise<Output> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ input, resolve, reject });
      this.#running ??= this.#work();
    });
  }

  /** Resolves when nothing is left to do. */
  async drained(): Promise<void> {
    await this.#running;
  }

  async #work(): Promise<void> {
    await undefined; // so that inputs that come in the same turn go together
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#options.maxBatch);
      try {
        const outputs = await this.#options.run(batch.map(({ input }) => input));
        for (const [i, { resolve }] of batch.entries()) resolve(outputs[i] as Output);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#running = undefined;
  }
}
