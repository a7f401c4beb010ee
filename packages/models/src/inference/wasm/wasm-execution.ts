import { type Pointer, runningWasmKernels, type WasmKernels } from '@imgclf/runtime/wasm';
import { cast, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Constant, Program } from '../program';
import { sizeOf } from './result-shape';
import { WasmReplay } from './wasm-replay';
import { type WasmStep, wasmSteps } from './wasm-steps';

/** Most numbers of input that go through the kernels together: four pictures of 224 x 224, so that weights are read less often. */
const maxNumbers = 4 * 224 * 224 * 3;
/** Most sizes of input that stay prepared: those of whole and last batches, and a few more. */
const maxReplays = 4;

/**
 * Runs a program by the kernels of `@imgclf/runtime/wasm` alone, prepared once and replayed: TensorFlow.js's own kernels
 * wake threads that then compete with ours, and each call of theirs costs time in JavaScript.
 */
export class WasmExecution {
  readonly #kernels: WasmKernels;
  readonly #program: Program;
  readonly #steps: readonly WasmStep[];
  readonly #weights = new Map<Constant, Map<number, Pointer>>();
  readonly #replays = new Map<string, WasmReplay>();

  private constructor(program: Program, steps: readonly WasmStep[], kernels: WasmKernels) {
    this.#program = program;
    this.#steps = steps;
    this.#kernels = kernels;
  }

  /** Undefined where the kernels do not run, or cannot do all of the program. */
  static of(program: Program): WasmExecution | undefined {
    const kernels = runningWasmKernels();
    const steps = wasmSteps(program);
    return kernels && steps ? new WasmExecution(program, steps, kernels) : undefined;
  }

  /** Whether the backend is still the one that this was made on. */
  runs(): boolean {
    return runningWasmKernels() === this.#kernels;
  }

  /** @returns a tensor that the caller owns */
  predict(x: Tensor): Tensor {
    if (x.dtype === 'float32') return this.#predict(x);
    const floats = cast(x, 'float32');
    try {
      return this.#predict(floats);
    } finally {
      floats.dispose();
    }
  }

  /** Frees everything that it holds. */
  dispose(): void {
    for (const replay of this.#replays.values()) replay.dispose();
    for (const pointer of [...this.#weights.values()].flatMap((lengths) => [...lengths.values()])) {
      this.#kernels.free(pointer);
    }
    this.#replays.clear();
    this.#weights.clear();
  }

  #predict(x: Tensor): Tensor {
    const [batch = 1, ...picture] = x.shape;
    const pointer = this.#kernels.pointerOf(x);
    const together = Math.max(1, Math.floor(maxNumbers / sizeOf(picture)));
    const [, ...result] = this.#replayOf([Math.min(together, batch), ...picture], pointer).shape;
    const [inputSize, resultSize] = [sizeOf(picture), sizeOf(result)];
    const values = new Float32Array(batch * resultSize);
    for (let i = 0; i < batch; i += together) {
      const count = Math.min(together, batch - i);
      const target = values.subarray(i * resultSize, (i + count) * resultSize);
      const from = pointer + i * inputSize * 4;
      this.#replayOf([count, ...picture], from).run(from, target);
    }
    return tensor(values, [batch, ...result], 'float32');
  }

  /** @param pointer where pictures of this shape lie */
  #replayOf(shape: readonly number[], pointer: Pointer): WasmReplay {
    const key = shape.join('x');
    const known = this.#replays.get(key);
    this.#replays.delete(key);
    const replay = known ?? this.#newReplay({ shape, pointer });
    this.#replays.set(key, replay);
    return replay;
  }

  /** Takes the place of the one that was used longest ago, when there are too many. */
  #newReplay(input: { shape: readonly number[]; pointer: Pointer }): WasmReplay {
    const [oldest] = this.#replays;
    if (oldest !== undefined && this.#replays.size >= maxReplays) {
      oldest[1].dispose();
      this.#replays.delete(oldest[0]);
    }
    const { input: first, output } = this.#program;
    return new WasmReplay(this.#kernels, {
      steps: this.#steps,
      input: { id: first.id, ...input },
      output: output.id,
      weight: (constant, length) => this.#weight(constant, length),
    });
  }

  #weight(constant: Constant, length: number): Pointer {
    const lengths = this.#weights.get(constant) ?? new Map<number, Pointer>();
    this.#weights.set(constant, lengths);
    const known = lengths.get(length);
    if (known !== undefined) return known;
    const { data } = constant;
    const pointer = this.#kernels.allocate(length * 4);
    const values = data.length === length ? data : new Float32Array(length).fill(data[0] ?? 0);
    this.#kernels.floats(pointer, length).set(values);
    lengths.set(length, pointer);
    return pointer;
  }
}
