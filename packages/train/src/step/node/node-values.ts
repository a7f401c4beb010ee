import type { ValueId } from '../program/operation';
import type { Handle, Tensorflow } from './tensorflow';

/** The values of a program while it runs, as TensorFlow tensors. */
export interface NodeValues {
  readonly tensorflow: Tensorflow;
  shape(id: ValueId): readonly number[];
  /** The tensor of a value, in the value's shape. */
  get(id: ValueId): Handle;
  /** Sets a value. Takes the handle over. */
  set(id: ValueId, handle: Handle): void;
  /** Gives a variable new numbers. Takes the handle over. */
  assign(id: ValueId, handle: Handle): void;
  /** Remembers more about a value until the step ends, for its gradient. Takes the handle over. */
  keep(id: ValueId, handle: Handle): void;
  /** What {@link keep} remembers. */
  kept(id: ValueId): Handle;
  /** What fixes the draws of this run. */
  draws(): { seed: number; iteration: number };
}
