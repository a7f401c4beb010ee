import type { KernelCall, KernelProgram, Pointer, WasmKernels } from '@imgclf/runtime/wasm';
import type { WasmItem } from './wasm-values';

/** Kernels and pieces of JavaScript that run one after the other; neighbouring kernels run as one compiled program. */
export class WasmSequence {
  readonly #parts: { run(): void }[] = [];
  readonly #programs: KernelProgram[] = [];
  /** The programs that read the batch. */
  readonly #readers: KernelProgram[] = [];

  /** @param input the address of the batch, which changes from run to run */
  constructor(kernels: WasmKernels, items: readonly WasmItem[], input: Pointer) {
    let calls: KernelCall[] = [];
    const flush = () => {
      if (calls.length === 0) return;
      const program = kernels.compile(calls);
      this.#parts.push(program);
      this.#programs.push(program);
      if (calls.some((call) => Object.values(call).includes(input))) this.#readers.push(program);
      calls = [];
    };
    for (const item of items) {
      if ('call' in item) calls.push(item.call);
      else {
        flush();
        this.#parts.push(item);
      }
    }
    flush();
  }

  /** Takes the batch from another address. */
  rebind(from: Pointer, to: Pointer): void {
    for (const program of this.#readers) program.rebind(from, to);
  }

  run(): void {
    for (const part of this.#parts) part.run();
  }

  dispose(): void {
    for (const program of this.#programs) program.dispose();
  }
}
