import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Operation, ValueId } from '../program/operation';
import type { Kernels } from './kernels';

/** The values of a program while it runs, as tensors of the backend. */
export interface KernelValues {
  readonly kernels: Kernels;
  shape(id: ValueId): readonly number[];
  /** The tensor of a value, in the value's shape. */
  get(id: ValueId): TensorInfo;
  /** The tensor of a value that an operation may lack. */
  maybe(id: ValueId | undefined): TensorInfo | undefined;
  /** Sets a value, whatever shape the tensor has. Takes the tensor over. */
  set(id: ValueId, info: TensorInfo): void;
  /** Gives a variable new numbers. Takes the tensor over. */
  assign(id: ValueId, info: TensorInfo): void;
  /** What fixes the draws of this run. */
  draws(): { seed: number; iteration: number };
}

/** Runs one kind of operation. */
export type RunOperation<Kind extends Operation> = (values: KernelValues, operation: Kind) => void;
