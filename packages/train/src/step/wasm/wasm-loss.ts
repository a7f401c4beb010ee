import { dispose, type Scalar, scalar, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { ResolvedStepOptions } from '../device';
import { activated, headGradient } from '../head-gradient';
import { type HostLoss, headOf, hostLoss } from '../host/host-loss';
import type { Program } from '../program/program';
import type { StepBatch, StepResult } from '../training-step';
import type { WasmTable } from './wasm-table';

/** What lies between the forward and the backward pass: the loss, and its gradient with respect to the output. */
export class WasmLoss {
  readonly #program: Program;
  readonly #table: WasmTable;
  readonly #options: ResolvedStepOptions;
  readonly #host: HostLoss | undefined;
  readonly #shape: readonly number[];

  constructor(program: Program, table: WasmTable, options: ResolvedStepOptions) {
    this.#program = program;
    this.#table = table;
    this.#options = options;
    this.#shape = table.shape(program.output);
    this.#host = this.#shape.length === 2 ? hostLoss(options.loss, program.logits) : undefined;
  }

  run(batch: StepBatch): StepResult {
    return this.#host === undefined ? this.#differentiate(batch) : this.#onHost(this.#host, batch);
  }

  #onHost(host: HostLoss, batch: StepBatch): StepResult {
    const { output, outputGradient } = this.#program;
    const head = headOf(host, batch, this.#shape);
    const { rows, columns, probabilities } = head;
    const logits = this.#table.floats(output);
    const gradient =
      outputGradient === undefined ? new Float32Array(rows * columns) : this.#table.floats(outputGradient);
    const value = host.compute({ ...head, logits, gradient });
    return this.#result(scalar(value), () => tensor(probabilities, [rows, columns]));
  }

  #differentiate(batch: StepBatch): StepResult {
    const { output, outputGradient, logits } = this.#program;
    const at = tensor(this.#table.floats(output).slice(), [...this.#shape]);
    const { loss } = this.#options;
    const { value, gradient } = tidy(() => headGradient({ ...batch, output: at, loss, logits }));
    if (outputGradient !== undefined) this.#table.floats(outputGradient).set(gradient.dataSync());
    const result = this.#result(value, () => (logits === undefined ? at.clone() : activated(at, logits)));
    dispose([at, gradient]);
    return result;
  }

  #result(loss: Scalar, predictions: () => Tensor): StepResult {
    return this.#options.predictions ? { loss, predictions: predictions() } : { loss };
  }
}
