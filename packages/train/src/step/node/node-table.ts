import { dispose, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import type { ResolvedStepOptions } from '../device';
import type { ValueId } from '../program/operation';
import { rootOf } from '../program/plan-buffers';
import type { Program } from '../program/program';
import type { NodeValues } from './node-values';
import type { Handle, Tensorflow } from './tensorflow';

/** The values of a program on tfjs-node during one run. */
export class NodeTable implements NodeValues {
  readonly tensorflow: Tensorflow;
  readonly #program: Program;
  readonly #options: Pick<ResolvedStepOptions, 'optimizer' | 'seed'>;
  readonly #roots: readonly ValueId[];
  /** Tensors of this run by root value. */
  readonly #handles = new Map<ValueId, Handle>();
  /** The same in other shapes. */
  readonly #reshaped = new Map<ValueId, Handle>();
  readonly #kept = new Map<ValueId, Handle>();
  /** Tensors of variables and of the batch, which are not the run's to free. */
  readonly #borrowed = new Map<ValueId, Handle>();

  constructor(
    program: Program,
    options: Pick<ResolvedStepOptions, 'optimizer' | 'seed'> & { tensorflow: Tensorflow },
  ) {
    this.#program = program;
    this.#options = options;
    this.tensorflow = options.tensorflow;
    this.#roots = program.values.map(({ id }) => rootOf(program, id));
  }

  /** Starts a run on a batch. */
  begin(xs: Tensor): void {
    this.#borrowed.set(this.#program.input, this.tensorflow.handleOf(xs));
  }

  shape(id: ValueId): readonly number[] {
    return this.#program.values[id]?.shape ?? [];
  }

  get(id: ValueId): Handle {
    const root = this.#roots[id] ?? id;
    const handle = this.#handles.get(root) ?? this.#borrowed.get(root) ?? this.#borrow(root);
    if (root === id) return handle;
    const reshaped = this.#reshaped.get(id) ?? this.tensorflow.reshape(handle, this.shape(id));
    this.#reshaped.set(id, reshaped);
    return reshaped;
  }

  set(id: ValueId, handle: Handle): void {
    this.#handles.set(id, handle);
  }

  assign(id: ValueId, handle: Handle): void {
    const variable = this.#variable(id);
    const tensor = this.tensorflow.tensor(handle, variable.shape);
    variable.assign(tensor);
    dispose(tensor);
    this.#borrowed.delete(id);
  }

  keep(id: ValueId, handle: Handle): void {
    this.#kept.set(id, handle);
  }

  kept(id: ValueId): Handle {
    return this.#kept.get(id) ?? -1;
  }

  draws(): { seed: number; iteration: number } {
    const { seed, optimizer } = this.#options;
    return { seed, iteration: optimizer.iterations };
  }

  /** Frees a value and its other shapes. */
  free(root: ValueId): void {
    this.#release(this.#handles, root);
    for (const id of this.#reshaped.keys()) if (this.#roots[id] === root) this.#release(this.#reshaped, id);
  }

  /** Lets go of the variables' tensors, which an update is about to replace. */
  forgetVariables(): void {
    this.#borrowed.clear();
  }

  /** Frees everything that a run has left. */
  clear(): void {
    for (const table of [this.#handles, this.#reshaped, this.#kept]) {
      for (const id of [...table.keys()]) this.#release(table, id);
    }
    this.#borrowed.clear();
  }

  #borrow(id: ValueId): Handle {
    const handle = this.tensorflow.handleOf(this.#variable(id));
    this.#borrowed.set(id, handle);
    return handle;
  }

  #variable(id: ValueId): Variable {
    const value = this.#program.values[id];
    if (value?.kind === 'variable') return value.variable;
    throw new TypeError(`Value ${id} of the program was read before it was made.`);
  }

  #release(table: Map<ValueId, Handle>, id: ValueId): void {
    const handle = table.get(id);
    if (handle !== undefined) this.tensorflow.free(handle);
    table.delete(id);
  }
}
