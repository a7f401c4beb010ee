import { cast, clone, dispose, tidy } from '@tensorflow/tfjs-core';
import type { CompiledProgram, ResolvedStepOptions } from '../device';
import { activated, headGradient } from '../head-gradient';
import type { Operation } from '../program/operation';
import type { Program } from '../program/program';
import { type Replay, replay } from '../program/replay';
import type { StepBatch, StepResult } from '../training-step';
import { kernelOperation } from './kernel-operations';
import { KernelTable } from './kernel-table';
import type { Kernels } from './kernels';

/** A program on any TensorFlow.js backend. */
export class KernelProgram implements CompiledProgram {
  readonly #program: Program;
  readonly #options: ResolvedStepOptions;
  readonly #table: KernelTable;
  readonly #replay: Replay;

  constructor(program: Program, options: ResolvedStepOptions & { kernels: Kernels }) {
    this.#program = program;
    this.#options = options;
    this.#table = new KernelTable(program, options);
    const prepare = (operation: Operation) => kernelOperation(this.#table, operation);
    this.#replay = replay(program, prepare, (id) => this.#table.free(id));
  }

  run(batch: StepBatch): StepResult {
    const xs = cast(batch.xs, 'float32');
    try {
      this.#table.begin(xs);
      for (const operation of this.#replay.forward) operation();
      const result = this.#loss(batch);
      for (const operation of this.#replay.backward) operation();
      this.#update();
      return result;
    } finally {
      this.#table.clear();
      dispose(xs);
    }
  }

  dispose(): void {
    this.#table.clear();
  }

  #loss(batch: StepBatch): StepResult {
    const { output, outputGradient, logits } = this.#program;
    const { loss, predictions } = this.#options;
    const at = this.#table.tensor(output);
    const { value, gradient } = tidy(() => headGradient({ ...batch, output: at, loss, logits }));
    if (outputGradient !== undefined) {
      this.#table.set(outputGradient, this.#table.kernels.share(gradient));
    }
    const made = predictions ? (logits === undefined ? clone(at) : activated(at, logits)) : undefined;
    dispose([at, gradient]);
    return made === undefined ? { loss: value } : { loss: value, predictions: made };
  }

  #update(): void {
    const gradients = this.#program.gradients.map(({ gradient }) => this.#table.tensor(gradient));
    this.#options.optimizer.apply(gradients);
    dispose(gradients);
  }
}
