import { Worker } from 'node:worker_threads';

/**
 * What TensorFlow.js's WebAssembly program takes for its threads: the same messages as a `Worker`, but the thread starts
 * with the first message, runs from source text instead of a Blob's URL (which Node refuses), and does not keep the
 * process alive once it has loaded.
 */
export class WasmThread {
  readonly #source: string;
  readonly #onError: (error: Error) => void;
  readonly #onMessage: ((message: unknown) => void)[] = [];
  #worker: Worker | undefined;

  constructor(source: string, onError: (error: Error) => void) {
    this.#source = source;
    this.#onError = onError;
  }

  /** Emscripten listens for `message`, `error` and `detachedExit`; errors are ours. */
  on(event: string, listener: (message: unknown) => void): void {
    if (event === 'message') this.#onMessage.push(listener);
  }

  postMessage(message: unknown): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  /** Emscripten would hold the process for as long as a thread waits for work. */
  ref(): void {}

  unref(): void {
    this.#worker?.unref();
  }

  terminate(): void {
    void this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#source, { eval: true, execArgv: [], env: {}, name: 'tfjs-wasm' });
    for (const listener of this.#onMessage) worker.on('message', listener);
    worker.on('error', this.#onError);
    return worker;
  }
}
