import type { KernelProgram, Pointer, WasmKernels } from '@imgclf/runtime/wasm';
import { type Tensor, zeros } from '@tensorflow/tfjs-core';

/**
 * Copies rows of a tensor to another one, by a kernel on WebAssembly's own memory: in JavaScript, copies within memory that
 * threads share are several times slower.
 */
export class RowGather {
  /** What the rows are copied to, `[count, ...]`; it goes with the gather. */
  readonly target: Tensor;
  readonly #kernels: WasmKernels;
  readonly #places: Pointer;
  readonly #program: KernelProgram;

  /** @param source float32 `[rows, ...]`; it stays the caller's, and must outlive this */
  constructor(kernels: WasmKernels, source: Tensor, count: number) {
    const [of = 1, ...row] = source.shape;
    this.#kernels = kernels;
    this.target = zeros([count, ...row]);
    this.#places = kernels.allocate(count * 4);
    const places = { at: this.#places, of };
    const [x, y] = [kernels.pointerOf(source), kernels.pointerOf(this.target)];
    this.#program = kernels.compile([
      { kernel: 'copyRows', x, y, rows: count, columns: source.size / of, places },
    ]);
  }

  /** @param places as many rows of the source as there are in the target */
  run(places: Uint32Array): void {
    this.#kernels.integers(this.#places, places.length).set(places);
    this.#program.run();
  }

  dispose(): void {
    this.#program.dispose();
    this.#kernels.free(this.#places);
    this.target.dispose();
  }
}
