import { cast, dispose, type Tensor } from '@tensorflow/tfjs-core';
import type { CompiledProgram, ResolvedStepOptions } from '../device';
import type { Operation, ValueId } from '../program/operation';
import { readsOf, writesOf } from '../program/operation-fields';
import { rootOf } from '../program/plan-buffers';
import type { Program } from '../program/program';
import type { StepBatch, StepResult } from '../training-step';
import { nodeLoss } from './node-loss';
import { nodeOperation } from './node-operations';
import { NodeTable } from './node-table';
import { activationNames } from './node-tail';
import type { NodeUpdates } from './node-updates';
import type { Handle, Tensorflow } from './tensorflow';

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
  readonly #forward: (() => void)[];
  readonly #backward: (() => void)[];

  constructor(program: Program, options: NodeProgramOptions) {
    this.#program = program;
    this.#options = options;
    this.#table = new NodeTable(program, options);
    const lasts = lastReads(program);
    const prepare = (operation: Operation) => {
      const run = nodeOperation(this.#table, operation);
      const done = lasts.get(operation) ?? [];
      return () => {
        run();
        for (const id of done) this.#table.free(id);
      };
    };
    this.#forward = program.forward.map(prepare);
    this.#backward = program.backward.map(prepare);
  }

  run(batch: StepBatch): StepResult {
    const { tensorflow, loss } = this.#options;
    const { output, logits, outputGradient } = this.#program;
    const xs = cast(batch.xs, 'float32');
    try {
      this.#table.begin(xs);
      for (const operation of this.#forward) operation();
      const shape = this.#table.shape(output);
      const head = { tensorflow, loss, batch, output: this.#table.get(output), shape, logits };
      const { value, gradient } = nodeLoss(head);
      const result = { loss: value, ...this.#predictions(head.output, shape) };
      if (outputGradient === undefined) tensorflow.free(gradient);
      else this.#table.set(outputGradient, gradient);
      for (const operation of this.#backward) operation();
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

  #predictions(output: Handle, shape: readonly number[]): { predictions?: Tensor } {
    if (!this.#options.predictions) return {};
    const { tensorflow } = this.#options;
    const { logits } = this.#program;
    const handle =
      logits === undefined
        ? tensorflow.copy(output)
        : tensorflow.run(activationNames[logits], [tensorflow.float], [output]);
    return { predictions: tensorflow.tensor(handle, shape) };
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

/** The temporary values that each operation is the last to read or write; what the loss and the update read stays. */
function lastReads(program: Program): Map<Operation, ValueId[]> {
  const kept = new Set([program.output, ...program.gradients.map(({ gradient }) => gradient)]);
  const keptRoots = new Set([...kept].map((id) => rootOf(program, id)));
  const lasts = new Map<ValueId, Operation>();
  for (const operation of [...program.forward, ...program.backward]) {
    for (const id of [...readsOf(operation), ...writesOf(operation)])
      lasts.set(rootOf(program, id), operation);
  }
  const freed = new Map<Operation, ValueId[]>();
  for (const [id, operation] of lasts) {
    const { kind } = program.values[id] ?? {};
    if (keptRoots.has(id) || (kind !== 'temporary' && kind !== 'places')) continue;
    freed.set(operation, [...(freed.get(operation) ?? []), id]);
  }
  return freed;
}
