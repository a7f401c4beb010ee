import type { Pointer, WasmKernels } from '@imgclf/runtime/wasm';

/** A piece of memory that several results lie in, one after the other. */
export interface PooledBuffer {
  readonly pointer: Pointer;
  readonly bytes: number;
}

/** Memory for results: what is given back is handed out again, the smallest that is large enough first. */
export class BufferPool {
  readonly #kernels: WasmKernels;
  readonly #all: PooledBuffer[] = [];
  readonly #free: PooledBuffer[] = [];

  constructor(kernels: WasmKernels) {
    this.#kernels = kernels;
  }

  take(bytes: number): PooledBuffer {
    const [fitting] = this.#free.filter((free) => free.bytes >= bytes).sort((a, b) => a.bytes - b.bytes);
    if (fitting !== undefined) {
      this.#free.splice(this.#free.indexOf(fitting), 1);
      return fitting;
    }
    const buffer = { pointer: this.#kernels.allocate(bytes), bytes };
    this.#all.push(buffer);
    return buffer;
  }

  give(buffer: PooledBuffer): void {
    this.#free.push(buffer);
  }

  /** Frees all of it. */
  dispose(): void {
    for (const { pointer } of this.#all.splice(0)) this.#kernels.free(pointer);
    this.#free.length = 0;
  }
}
