import type { Pointer, WasmKernels } from '../wasm-kernels';

/** Buffers of one test, freed together. */
export class Buffers {
  readonly #kernels: WasmKernels;
  readonly #pointers: Pointer[] = [];

  constructor(kernels: WasmKernels) {
    this.#kernels = kernels;
  }

  /** A buffer with these values. */
  of(values: ArrayLike<number>): Pointer {
    const pointer = this.empty(values.length);
    this.#kernels.floats(pointer, values.length).set(values);
    return pointer;
  }

  /** A buffer of whole numbers. */
  ofIntegers(values: ArrayLike<number>): Pointer {
    const pointer = this.empty(values.length);
    this.#kernels.integers(pointer, values.length).set(values);
    return pointer;
  }

  /** A buffer for results. It holds NaN, so that what is not written shows. */
  empty(length: number): Pointer {
    const pointer = this.#kernels.allocate(Math.max(4, length * 4));
    this.#pointers.push(pointer);
    this.#kernels.floats(pointer, length).fill(Number.NaN);
    return pointer;
  }

  /** A copy of the floats at `pointer`. */
  read(pointer: Pointer, length: number): Float32Array {
    return this.#kernels.floats(pointer, length).slice();
  }

  free(): void {
    for (const pointer of this.#pointers.splice(0)) this.#kernels.free(pointer);
  }
}

/** Calls `use` with buffers and frees them. */
export function withBuffers<Result>(kernels: WasmKernels, use: (buffers: Buffers) => Result): Result {
  const buffers = new Buffers(kernels);
  try {
    return use(buffers);
  } finally {
    buffers.free();
  }
}
