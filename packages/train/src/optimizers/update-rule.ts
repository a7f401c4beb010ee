import type { Tensor } from '@tensorflow/tfjs-core';

/** A tensor that an optimiser keeps for each variable. */
export interface Slot {
  /** Its name, such as `momentum`. */
  readonly name: string;
  /** What it starts with. */
  readonly initial: number;
}

/** One variable at one step. */
export interface UpdateInput {
  parameter: Tensor;
  gradient: Tensor;
  /** The rule's slots for this variable, in the rule's order. */
  slots: readonly Tensor[];
  learningRate: number;
  /** The number of this step, from 1. */
  step: number;
}

/** The new values of one variable and its slots. */
export interface UpdateOutput {
  parameter: Tensor;
  slots: readonly Tensor[];
}

/** How an optimiser turns gradients into new weights. */
export interface UpdateRule {
  /** The optimiser's name in camelCase, such as `rmsprop`. */
  readonly name: string;
  /** Its numbers and flags, for saving and for steps that have a kernel of their own for it. */
  readonly settings: Readonly<Record<string, number | boolean>>;
  /** What it keeps for each variable. */
  readonly slots: readonly Slot[];
  /** The update in TensorFlow.js operations; runs inside a tidy. */
  update(input: UpdateInput): UpdateOutput;
}
