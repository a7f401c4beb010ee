import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkInput } from './check-input';
import { compileProgram } from './compile-program';
import type { Program } from './program';
import { TensorExecution } from './tensor-execution';
import { WasmExecution } from './wasm/wasm-execution';

/**
 * A model made fast for inference on whatever backend runs: batch normalisations are folded into the convolutions before
 * them, and each convolution, its bias and its rectifier are one kernel. On WebAssembly all kernels are prepared once and
 * replayed. Made by {@link fuse}.
 */
export class FusedModel {
  readonly #program: Program;
  readonly #wasm: WasmExecution | undefined;
  #tensors: TensorExecution | undefined;

  constructor(program: Program) {
    this.#program = program;
    this.#wasm = WasmExecution.of(program);
    if (this.#wasm === undefined) this.#tensors = new TensorExecution(program);
  }

  /**
   * Computes what the model's `predict` does, in one batch, to within rounding.
   *
   * @param x `[batch, ...]`; stays the caller's
   * @returns a tensor that the caller owns
   * @throws {InvalidArgumentError} when `x` does not fit the model's input
   */
  predict(x: Tensor): Tensor {
    checkInput(x, this.#program.input.shape);
    if (this.#wasm?.runs()) return this.#wasm.predict(x);
    this.#tensors ??= new TensorExecution(this.#program);
    return this.#tensors.predict(x);
  }

  /** Frees the weights. */
  dispose(): void {
    this.#wasm?.dispose();
    this.#tensors?.dispose();
  }
}

/**
 * Makes a model fast for inference, such as the frozen base of a transfer model. The model stays as it is; what it learns
 * afterwards does not reach the fused one.
 *
 * @returns a fused model that the caller owns
 * @throws {InvalidArgumentError} when the model has several inputs or outputs, or a layer that cannot be fused
 * @example
 * const fast = fuse(base);
 * const features = fast.predict(batch);
 */
export function fuse(model: LayersModel): FusedModel {
  return new FusedModel(compileProgram(model, { fold: true }));
}
