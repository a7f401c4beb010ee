import { dispose, engine, type Tensor, type TensorInfo, type Variable } from '@tensorflow/tfjs-core';
import type { ResolvedStepOptions } from '../device';
import type { ValueId } from '../program/operation';
import { rootOf } from '../program/plan-buffers';
import type { Program } from '../program/program';
import type { KernelValues } from './kernel-values';
import { type Kernels, reshaped } from './kernels';

/** The values of a program on any TensorFlow.js backend during one run. */
export class KernelTable implements KernelValues {
  readonly kernels: Kernels;
  readonly #program: Program;
  readonly #options: Pick<ResolvedStepOptions, 'optimizer' | 'seed'>;
  readonly #roots: readonly ValueId[];
  readonly #infos = new Map<ValueId, TensorInfo>();
  #input: Tensor | undefined;

  constructor(
    program: Program,
    { kernels, ...options }: Pick<ResolvedStepOptions, 'optimizer' | 'seed'> & { kernels: Kernels },
  ) {
    this.#program = program;
    this.#options = options;
    this.kernels = kernels;
    this.#roots = program.values.map(({ id }) => rootOf(program, id));
  }

  /** Starts a run on a batch. */
  begin(xs: Tensor): void {
    this.#input = xs;
  }

  shape(id: ValueId): readonly number[] {
    return this.#program.values[id]?.shape ?? [];
  }

  get(id: ValueId): TensorInfo {
    const root = this.#roots[id] ?? id;
    const value = this.#program.values[root];
    const own = value?.kind === 'variable' ? value.variable : this.#infos.get(root);
    const info = value?.kind === 'input' ? this.#input : own;
    if (info === undefined) throw new TypeError(`Value ${id} of the program was read before it was made.`);
    return reshaped(info, this.shape(id));
  }

  maybe(id: ValueId | undefined): TensorInfo | undefined {
    return id === undefined ? undefined : this.get(id);
  }

  set(id: ValueId, info: TensorInfo): void {
    this.#infos.set(id, info);
  }

  assign(id: ValueId, info: TensorInfo): void {
    const value = this.#program.values[id];
    const tensor = engine().makeTensorFromTensorInfo(info);
    if (value?.kind === 'variable') (value.variable as Variable).assign(tensor);
    dispose(tensor);
  }

  draws(): { seed: number; iteration: number } {
    const { seed, optimizer } = this.#options;
    return { seed, iteration: optimizer.iterations };
  }

  /** Lets go of a value. */
  free(root: ValueId): void {
    const info = this.#infos.get(root);
    if (info !== undefined) this.kernels.free(info);
    this.#infos.delete(root);
  }

  /** A TensorFlow.js tensor with a value's numbers, which the caller disposes. */
  tensor(id: ValueId): Tensor {
    return engine().makeTensorFromTensorInfo(this.kernels.share(this.get(id)));
  }

  /** Lets go of everything that a run has left. */
  clear(): void {
    for (const id of [...this.#infos.keys()]) this.free(id);
    this.#input = undefined;
  }
}
