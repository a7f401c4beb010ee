import type { Pointer, WasmKernels } from '@imgclf/runtime/wasm';
import type { ResolvedStepOptions } from '../device';
import type { ValueId } from '../program/operation';
import { type BufferPlan, planBuffers, rootOf } from '../program/plan-buffers';
import type { Program } from '../program/program';
import { sizeOf } from '../program/value';
import type { WasmValues } from './wasm-values';

/** Places of maxima make the pooled images themselves needless for the gradient. */
const IGNORED = { maxPoolGrad: ['x', 'y'] };

/** Where the values of one program lie: temporaries in one block of memory, variables in their own. */
export class WasmTable implements WasmValues {
  /** The address of the batch. */
  input: Pointer = 0;
  readonly #program: Program;
  readonly #kernels: WasmKernels;
  readonly #options: Pick<ResolvedStepOptions, 'optimizer' | 'seed'>;
  readonly #plan: BufferPlan;
  readonly #block: Pointer;
  readonly #constants = new Map<string, Pointer>();

  constructor(
    program: Program,
    { kernels, ...options }: Pick<ResolvedStepOptions, 'optimizer' | 'seed'> & { kernels: WasmKernels },
  ) {
    this.#program = program;
    this.#kernels = kernels;
    this.#options = options;
    this.#plan = planBuffers(program, IGNORED);
    this.#block = kernels.allocate(Math.max(this.#plan.byteLength, 16));
  }

  pointer(id: ValueId): Pointer {
    const root = rootOf(this.#program, id);
    const value = this.#program.values[root];
    if (value?.kind === 'input') return this.input;
    if (value?.kind === 'variable') return this.#kernels.pointerOf(value.variable);
    return this.#block + (this.#plan.offsets.get(root) ?? 0);
  }

  shape(id: ValueId): readonly number[] {
    return this.#program.values[id]?.shape ?? [];
  }

  size(id: ValueId): number {
    return sizeOf(this.shape(id));
  }

  floats(id: ValueId): Float32Array {
    return this.#kernels.floats(this.pointer(id), this.size(id));
  }

  constant(value: number, length: number): Pointer {
    const key = `${value}x${length}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const pointer = this.#kernels.allocate(length * 4);
    this.#kernels.floats(pointer, length).fill(value);
    this.#constants.set(key, pointer);
    return pointer;
  }

  draws(): { seed: number; iteration: number } {
    const { seed, optimizer } = this.#options;
    return { seed, iteration: optimizer.iterations };
  }

  dispose(): void {
    this.#kernels.free(this.#block);
    for (const pointer of this.#constants.values()) this.#kernels.free(pointer);
  }
}
