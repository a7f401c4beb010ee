import { cast, dispose } from '@tensorflow/tfjs-core';
import type { CompiledProgram, ResolvedStepOptions } from '../device';
import { type HostLoss, hostLoss } from '../host/host-loss';
import type { Operation } from '../program/operation';
import type { Program } from '../program/program';
import { type Replay, replay } from '../program/replay';
import type { StepBatch, StepResult } from '../training-step';
import { nodeLoss } from './node-loss';
import { nodeOperation } from './node-operations';
import { NodeTable } from './node-table';
import type { NodeUpdates } from './node-updates';
import type { Tensorflow } from './tensorflow';

/** What a program needs of its device. */
export interface NodeProgramOptions extends ResolvedStepOptions {
  tensorflow: Tensorflow;
  /** TensorFlow's optimiser kernels, where there is one that fits. */
  updates: NodeUpdates | undefined;
}

/** A program on tfjs-node. Values are freed after the operation that reads them last. */
export class NodeProgram implements CompiledProgram {
  readonly #program: Program;
  readonly #options: NodeProgramOptions;
  readonly #table: NodeTable;
  readonly #replay: Replay;
  /** On a processor a few numbers are faster read and worked on here; a GPU is left to run ahead. */
  readonly #host: HostLoss | undefined;

  constructor(program: Program, options: NodeProgramOptions) {
    this.#program = program;
    this.#options = options;
    this.#table = new NodeTable(program, options);
    const isMatrix = this.#table.shape(program.output).length === 2;
    const onHost = isMatrix && !options.tensorflow.onGpu;
    this.#host = onHost ? hostLoss(options.loss, program.logits) : undefined;
    const prepare = (operation: Operation) => nodeOperation(this.#table, operation);
    this.#replay = replay(program, prepare, (id) => this.#table.free(id));
  }

  run(batch: StepBatch): StepResult {
    const { tensorflow, loss } = this.#options;
    const { output, logits, outputGradient } = this.#program;
    const xs = cast(batch.xs, 'float32');
    try {
      this.#table.begin(xs);
      for (const operation of this.#replay.forward) operation();
      const shape = this.#table.shape(output);
      const at = { output: this.#table.get(output), shape, logits };
      const head = { tensorflow, loss, batch, host: this.#host, ...at };
      const { gradient, predictions, loss: value } = nodeLoss(head);
      const result = this.#options.predictions
        ? { loss: value, predictions: predictions() }
        : { loss: value };
      if (outputGradient === undefined) tensorflow.free(gradient);
      else this.#table.set(outputGradient, gradient);
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

  #update(): void {
    const { updates, optimizer, tensorflow } = this.#options;
    const gradients = this.#program.gradients.map(({ gradient }) => this.#table.get(gradient));
    this.#table.forgetVariables();
    if (updates !== undefined) {
      updates.apply(gradients);
      return;
    }
    const tensors = gradients.map((handle, index) => {
      return tensorflow.tensor(tensorflow.copy(handle), optimizer.variables[index]?.shape ?? []);
    });
    optimizer.apply(tensors);
    dispose(tensors);
  }
}
