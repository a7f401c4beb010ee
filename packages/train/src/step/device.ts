import type { Loss } from '../losses/loss';
import type { Optimizer } from '../optimizers/optimizer';
import type { Program } from './program/program';
import type { StepBatch, StepResult } from './training-step';

/** Options of the steps, with the names resolved. */
export interface ResolvedStepOptions {
  optimizer: Optimizer;
  loss: Loss;
  predictions: boolean;
  seed: number;
}

/** What runs programs on one TensorFlow.js backend. */
export interface Device {
  /** Whether biases and relus between a convolution and a max pooling are to come after the pooling. */
  readonly poolFirst: boolean;
  /** Makes a program ready to run. */
  compile(program: Program): CompiledProgram;
  /** Frees what the device holds besides its programs. */
  dispose(): void;
}

/** A program made ready. */
export interface CompiledProgram {
  /** Takes one step on a batch of the program's size. */
  run(batch: StepBatch): StepResult;
  dispose(): void;
}
