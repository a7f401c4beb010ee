import type { Variable } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import type { Operation, ValueId } from './operation';
import { readsOf, writesOf } from './operation-fields';
import { sizeOf, type Value } from './value';

/** Collects a program's values and operations, and the gradients while going backwards. */
export class ProgramBuilder {
  readonly values: Value[] = [];
  readonly operations: Operation[] = [];
  readonly #trainable: ReadonlySet<LayerVariable>;
  readonly #variables = new Map<LayerVariable, ValueId>();
  readonly #tracked = new Set<ValueId>();
  readonly #gradients = new Map<ValueId, ValueId>();
  readonly #settled = new Set<ValueId>();
  /** Whether biases and relus between a convolution and a max pooling are to come after the pooling. */
  readonly poolFirst: boolean;

  /** @param trainable the weights that the program is to find gradients for */
  constructor(trainable: Iterable<LayerVariable>, { poolFirst = false }: { poolFirst?: boolean } = {}) {
    this.#trainable = new Set(trainable);
    this.poolFirst = poolFirst;
  }

  /** Takes the model's input. */
  input(shape: readonly number[]): ValueId {
    return this.#add({ kind: 'input', shape });
  }

  /** A value that an operation of the program writes. */
  temporary(shape: readonly number[]): ValueId {
    return this.#add({ kind: 'temporary', shape });
  }

  /** Room for the places of maxima. */
  places(shape: readonly number[]): ValueId {
    return this.#add({ kind: 'places', shape });
  }

  /** The same numbers in another shape. */
  alias(of: ValueId, shape: readonly number[]): ValueId {
    const id = this.#add({ kind: 'alias', shape, of });
    if (this.#tracked.has(of)) this.#tracked.add(id);
    return id;
  }

  /** The value of a weight; always the same for the same weight. */
  variable(weight: LayerVariable): ValueId {
    const known = this.#variables.get(weight);
    if (known !== undefined) return known;
    const variable = weight.read() as Variable;
    const id = this.#add({ kind: 'variable', shape: variable.shape, variable });
    this.#variables.set(weight, id);
    if (this.#trainable.has(weight)) this.#tracked.add(id);
    return id;
  }

  shape(id: ValueId): readonly number[] {
    return this.value(id).shape;
  }

  size(id: ValueId): number {
    return sizeOf(this.shape(id));
  }

  value(id: ValueId): Value {
    return this.values[id] as Value;
  }

  /** Whether the value depends on a trainable weight, so that its gradient is wanted. */
  tracked(id: ValueId): boolean {
    return this.#tracked.has(id);
  }

  /** Adds an operation of the forward pass. What it makes of tracked values is tracked. */
  forward(operation: Operation): void {
    this.operations.push(operation);
    if (readsOf(operation).some((id) => this.#tracked.has(id))) {
      for (const id of writesOf(operation)) this.#tracked.add(id);
    }
  }

  /** Adds an operation of the backward pass. */
  backward(operation: Operation): void {
    this.operations.push(operation);
  }

  /** The gradient of a value as far as it is known; undefined when nothing has flowed to it. */
  gradient(id: ValueId): ValueId | undefined {
    return this.#gradients.get(id);
  }

  /** Lets a gradient flow to a value, on top of what has flowed there before. */
  flow(id: ValueId, gradient: ValueId): void {
    const before = this.#gradients.get(id);
    if (before === undefined) {
      this.#gradients.set(id, gradient);
      return;
    }
    const output = this.temporary(this.shape(gradient));
    this.backward({ kernel: 'add', a: before, b: gradient, output });
    this.#gradients.set(id, output);
  }

  /**
   * Notes that the gradients which flow to a value have already gone through the activation and the bias of what made
   * it.
   */
  settle(id: ValueId): void {
    this.#settled.add(id);
  }

  /** See {@link settle}. */
  settled(id: ValueId): boolean {
    return this.#settled.has(id);
  }

  #add(value: DistributiveOmit<Value, 'id'>): ValueId {
    const id = this.values.length;
    this.values.push({ ...value, id } as Value);
    return id;
  }
}

type DistributiveOmit<Union, Key extends string> = Union extends unknown ? Omit<Union, Key> : never;
