import type { WasmKernels } from '@imgclf/runtime/wasm';
import type { CompiledProgram, Device, ResolvedStepOptions } from '../device';
import type { Program } from '../program/program';
import { WasmProgram } from './wasm-program';
import { WasmUpdates } from './wasm-updates';

/** Runs programs on the WebAssembly backend: kernels by address, in place on the variables' own memory. */
export class WasmDevice implements Device {
  readonly poolFirst = false;
  readonly #options: ResolvedStepOptions;
  readonly #kernels: WasmKernels;
  readonly #updates: WasmUpdates | undefined;

  constructor(options: ResolvedStepOptions, kernels: WasmKernels) {
    this.#options = options;
    this.#kernels = kernels;
    const { optimizer } = options;
    this.#updates = WasmUpdates.fits(optimizer) ? new WasmUpdates(kernels, optimizer) : undefined;
  }

  compile(program: Program): CompiledProgram {
    return new WasmProgram(program, { ...this.#options, kernels: this.#kernels, updates: this.#updates });
  }

  dispose(): void {
    this.#updates?.dispose();
  }
}
