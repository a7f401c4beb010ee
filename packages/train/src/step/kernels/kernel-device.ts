import type { CompiledProgram, Device, ResolvedStepOptions } from '../device';
import type { Program } from '../program/program';
import { KernelProgram } from './kernel-program';
import { Kernels } from './kernels';

/** Runs programs on any TensorFlow.js backend, calling its kernels one after the other. */
export class KernelDevice implements Device {
  readonly poolFirst = false;
  readonly #options: ResolvedStepOptions;
  readonly #kernels = new Kernels();

  /** Whether the backends' kernels cover a program: their gradients of convolutions know no dilation. */
  static covers({ backward }: Program): boolean {
    return backward.every((operation) => {
      if (!('geometry' in operation) || !('dilationHeight' in operation.geometry)) return true;
      return operation.geometry.dilationHeight === 1 && operation.geometry.dilationWidth === 1;
    });
  }

  constructor(options: ResolvedStepOptions) {
    this.#options = options;
  }

  compile(program: Program): CompiledProgram {
    return new KernelProgram(program, { ...this.#options, kernels: this.#kernels });
  }

  dispose(): void {
    this.#kernels.dispose();
  }
}
