import { BackendUnavailableError } from '@imgclf/runtime';
import { type Pointer, type WasmKernels, wasmKernels } from '@imgclf/runtime/wasm';
import { cast, getBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Constant, Program } from '../program';
import { sizeOf } from './calls-of';
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
    const kernels = runningKernels();
    const steps = wasmSteps(program);
    return kernels && steps ? new WasmExecution(program, steps, kernels) : undefined;
  }

  /** Whether the backend is still the one that this was made on. */
  runs(): boolean {
    return runningKernels() === this.#kernels;
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
    const parts: Float32Array[] = [];
    let shape: readonly number[] = [];
    for (let i = 0; i < batch; i += together) {
      const from = pointer + i * sizeOf(picture) * 4;
      const replay = this.#replayOf([Math.min(together, batch - i), ...picture]);
      shape = replay.shape.slice(1);
      const part = new Float32Array(sizeOf(replay.shape));
      replay.run(from, part);
      parts.push(part);
    }
    return tensor(joined(parts), [batch, ...shape], 'float32');
  }

  #replayOf(shape: readonly number[]): WasmReplay {
    const key = shape.join('x');
    const known = this.#replays.get(key);
    this.#replays.delete(key);
    const replay = known ?? this.#newReplay(shape);
    this.#replays.set(key, replay);
    return replay;
  }

  /** Takes the place of the one that was used longest ago, when there are too many. */
  #newReplay(shape: readonly number[]): WasmReplay {
    const [oldest] = this.#replays;
    if (oldest !== undefined && this.#replays.size >= maxReplays) {
      oldest[1].dispose();
      this.#replays.delete(oldest[0]);
    }
    const { input, output } = this.#program;
    return new WasmReplay(this.#kernels, {
      steps: this.#steps,
      input: { id: input.id, shape },
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

function runningKernels(): WasmKernels | undefined {
  if (getBackend() !== 'wasm') return undefined;
  try {
    return wasmKernels();
  } catch (error) {
    if (BackendUnavailableError.isInstance(error)) return undefined;
    throw error;
  }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array()] = parts;
  if (parts.length === 1) return first;
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
