import type { WasmKernels } from '@imgclf/runtime/wasm';
import { cast, dispose, type Tensor, tensor, type Variable } from '@tensorflow/tfjs-core';
import type { CompiledProgram, ResolvedStepOptions } from '../device';
import type { Program } from '../program/program';
import type { StepBatch, StepResult } from '../training-step';
import { ownData } from './own-data';
import { wasmItems } from './wasm-items';
import { WasmLoss } from './wasm-loss';
import { WasmSequence } from './wasm-sequence';
import { WasmTable } from './wasm-table';
import type { WasmUpdates } from './wasm-updates';

/** What a program needs of its device. */
export interface WasmProgramOptions extends ResolvedStepOptions {
  kernels: WasmKernels;
  /** The optimiser's kernel, where there is one that fits. */
  updates: WasmUpdates | undefined;
}

/** A program on the WebAssembly backend. */
export class WasmProgram implements CompiledProgram {
  readonly #program: Program;
  readonly #options: WasmProgramOptions;
  readonly #table: WasmTable;
  readonly #loss: WasmLoss;
  /** Variables that steps change in place. */
  readonly #written: readonly Variable[];
  /** All variables whose addresses are compiled in, and the data they had then. */
  readonly #bound: readonly Variable[];
  #dataIds: readonly object[] = [];
  #forward: WasmSequence | undefined;
  #backward: WasmSequence | undefined;

  constructor(program: Program, options: WasmProgramOptions) {
    this.#program = program;
    this.#options = options;
    this.#table = new WasmTable(program, options);
    this.#loss = new WasmLoss(program, this.#table, options);
    const slots = options.optimizer.slots.flat();
    const variables = program.values.flatMap((value) => (value.kind === 'variable' ? [value.variable] : []));
    this.#written = [...writtenBy(program), ...slots];
    this.#bound = [...variables, ...slots];
  }

  run(batch: StepBatch): StepResult {
    const xs = batch.xs.dtype === 'float32' ? batch.xs : cast(batch.xs, 'float32');
    try {
      for (const variable of this.#written) ownData(variable);
      this.#bind(xs);
      this.#options.updates?.begin();
      this.#forward?.run();
      const result = this.#loss.run(batch);
      this.#backward?.run();
      this.#finish();
      return result;
    } finally {
      if (xs !== batch.xs) dispose(xs);
    }
  }

  dispose(): void {
    this.#forward?.dispose();
    this.#backward?.dispose();
    this.#table.dispose();
  }

  /** Points the kernels at the batch, and at the variables where any has been given other numbers. */
  #bind(xs: Tensor): void {
    const input = this.#options.kernels.pointerOf(xs);
    const moved = this.#bound.some((variable, index) => variable.dataId !== this.#dataIds[index]);
    if (moved) this.#compile(input);
    else if (input !== this.#table.input) {
      this.#forward?.rebind(this.#table.input, input);
      this.#backward?.rebind(this.#table.input, input);
    }
    this.#table.input = input;
  }

  #compile(input: number): void {
    const { kernels, updates } = this.#options;
    const { forward, backward, gradients } = this.#program;
    this.#forward?.dispose();
    this.#backward?.dispose();
    this.#table.input = input;
    const items = backward.flatMap((operation) => wasmItems(this.#table, operation));
    const update = gradients.flatMap(({ variable, gradient }) => {
      return updates?.items(variable, this.#table.pointer(gradient)) ?? [];
    });
    const start = forward.flatMap((operation) => wasmItems(this.#table, operation));
    this.#forward = new WasmSequence(kernels, start, input);
    this.#backward = new WasmSequence(kernels, [...items, ...update], input);
    this.#dataIds = this.#bound.map(({ dataId }) => dataId);
  }

  /** Ends the step, in TensorFlow.js's operations where the optimiser has no kernel. */
  #finish(): void {
    const { optimizer, updates } = this.#options;
    if (updates !== undefined) {
      optimizer.iterations += 1;
      return;
    }
    const tensors = this.#program.gradients.map(({ gradient, variable }) => {
      return tensor(this.#table.floats(gradient).slice(), variable.shape);
    });
    optimizer.apply(tensors);
    dispose(tensors);
  }
}

/** The variables that a program changes: those that learn and the moving statistics. */
function writtenBy({ values, forward, gradients }: Program): Variable[] {
  const moving = forward.flatMap((operation) =>
    operation.kernel === 'batchNormTraining' ? [operation.movingMean, operation.movingVariance] : [],
  );
  const statistics = moving.flatMap((id) => {
    const value = values[id];
    return value?.kind === 'variable' ? [value.variable] : [];
  });
  return [...gradients.map(({ variable }) => variable), ...statistics];
}
