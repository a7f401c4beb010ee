import type { KernelCall, KernelProgram, Pointer, WasmKernels } from '@imgclf/runtime/wasm';
import type { Constant } from '../program';
import { BufferPool, type PooledBuffer } from './buffer-pool';
import { callsOf, sizeOf, type Value } from './calls-of';
import { resultShape } from './result-shape';
import type { WasmStep } from './wasm-steps';

/** What a {@link WasmReplay} is made of. */
export interface ReplaySource {
  steps: readonly WasmStep[];
  input: { id: string; shape: readonly number[] };
  /** The result that is wanted. */
  output: string;
  weight(constant: Constant, length: number): Pointer;
}

interface Result extends Value {
  /** What to give back when it is not needed any more. */
  readonly buffer: PooledBuffer;
}

/** The kernels of a program for one number of pictures, encoded once, with memory for the results in between. */
export class WasmReplay {
  readonly #kernels: WasmKernels;
  readonly #program: KernelProgram;
  readonly #input: Value;
  readonly #output: Value;
  readonly #pool: BufferPool;

  constructor(kernels: WasmKernels, source: ReplaySource) {
    this.#kernels = kernels;
    this.#pool = new BufferPool(kernels);
    const { calls, input, output } = plan(source, this.#pool);
    this.#input = input;
    this.#output = output;
    this.#program = kernels.compile(calls);
  }

  /** The result's shape. */
  get shape(): readonly number[] {
    return this.#output.shape;
  }

  /** Computes the result for what lies at `input`, to `target`. */
  run(input: Pointer, target: Float32Array): void {
    const length = sizeOf(this.#input.shape);
    this.#kernels.floats(this.#input.pointer, length).set(this.#kernels.floats(input, length));
    this.#program.run();
    target.set(this.#kernels.floats(this.#output.pointer, target.length));
  }

  dispose(): void {
    this.#program.dispose();
    this.#pool.dispose();
  }
}

/** The calls of all steps; results that are not needed at the same time share their memory. */
function plan(
  { steps, input: { id: inputId, shape: inputShape }, output, weight }: ReplaySource,
  pool: BufferPool,
) {
  const inputBuffer = pool.take(sizeOf(inputShape) * 4);
  const input: Result = { shape: inputShape, pointer: inputBuffer.pointer, buffer: inputBuffer };
  const results = new Map<string, Result>([[inputId, input]]);
  const lastUse = new Map<string, number>();
  for (const [i, { inputs }] of steps.entries()) for (const id of inputs) lastUse.set(id, i);
  lastUse.set(output, steps.length);
  const calls: KernelCall[] = [];
  for (const [i, { id, inputs, operation }] of steps.entries()) {
    const values = inputs.map((from) => results.get(from) as Result);
    const shape = resultShape(
      operation,
      values.map((value) => value.shape),
    );
    const [first] = values;
    const buffer = operation.op === 'flatten' && first ? first.buffer : pool.take(sizeOf(shape) * 4);
    const result: Result = { shape, pointer: buffer.pointer, buffer };
    calls.push(...callsOf(operation, { inputs: values, output: result, weight }));
    results.set(id, result);
    for (const done of [...results].filter(([name]) => (lastUse.get(name) ?? i) <= i))
      release(done, results, pool);
  }
  return { calls, input, output: results.get(output) as Result };
}

/** Forgets a result, and gives its memory back unless another one lies there too. */
function release([id, { buffer }]: [string, Result], results: Map<string, Result>, pool: BufferPool): void {
  results.delete(id);
  const others = [...results.values()].some((other) => other.buffer === buffer);
  if (!others) pool.give(buffer);
}
