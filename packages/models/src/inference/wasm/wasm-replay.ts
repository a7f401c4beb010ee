import type { KernelCall, KernelProgram, Pointer, WasmKernels } from '@imgclf/runtime/wasm';
import type { Constant } from '../program';
import { BufferPool, type PooledBuffer } from './buffer-pool';
import { callsOf, type Value } from './calls-of';
import { resultShape, sizeOf } from './result-shape';
import type { WasmStep } from './wasm-steps';

/** What a {@link WasmReplay} is made of. */
export interface ReplaySource {
  steps: readonly WasmStep[];
  /** Where the first input lies. */
  input: { id: string; shape: readonly number[]; pointer: Pointer };
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
  /** Where the program takes its input from. */
  #input: Pointer;
  readonly #output: Value;
  readonly #pool: BufferPool;

  constructor(kernels: WasmKernels, source: ReplaySource) {
    this.#kernels = kernels;
    this.#pool = new BufferPool(kernels);
    const { calls, output } = plan(source, this.#pool);
    this.#input = source.input.pointer;
    this.#output = output;
    this.#program = kernels.compile(calls);
  }

  /** The result's shape. */
  get shape(): readonly number[] {
    return this.#output.shape;
  }

  /** Computes the result for what lies at `input`, to `target`. */
  run(input: Pointer, target: Float32Array): void {
    if (input !== this.#input) this.#program.rebind(this.#input, input);
    this.#input = input;
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
  { steps, input, output, weight }: ReplaySource,
  pool: BufferPool,
): { calls: KernelCall[]; output: Value } {
  const results = new Map<string, Result>();
  const copy = newResult(input.shape, pool);
  results.set(input.id, copy);
  const lastUse = new Map<string, number>();
  for (const [i, { inputs }] of steps.entries()) for (const id of inputs) lastUse.set(id, i);
  lastUse.set(output, steps.length);
  const calls: KernelCall[] = [copyOf(input, copy.pointer)];
  for (const [i, { id, inputs, operation }] of steps.entries()) {
    const values = inputs.map((from) => results.get(from) as Result);
    const shape = resultShape(
      operation,
      values.map((value) => value.shape),
    );
    const [first] = values;
    const result = operation.op === 'flatten' && first ? { ...first, shape } : newResult(shape, pool);
    calls.push(...callsOf(operation, { inputs: values, output: result, weight }));
    results.set(id, result);
    for (const done of [...results].filter(([name]) => (lastUse.get(name) ?? i) <= i))
      release(done, results, pool);
  }
  return { calls, output: results.get(output) as Result };
}

function newResult(shape: readonly number[], pool: BufferPool): Result {
  const buffer = pool.take(sizeOf(shape) * 4);
  return { shape, pointer: buffer.pointer, buffer };
}

/** The input's copy: an input is read at an address of its own in each run, which may not be one of the program's. */
function copyOf({ shape, pointer: x }: Value, y: Pointer): KernelCall {
  const rows = Math.max(1, shape[0] ?? 1);
  return { kernel: 'copyRows', x, y, rows, columns: sizeOf(shape) / rows };
}

/** Forgets a result, and gives its memory back unless another one lies there too. */
function release([id, { buffer }]: [string, Result], results: Map<string, Result>, pool: BufferPool): void {
  results.delete(id);
  const others = [...results.values()].some((other) => other.buffer === buffer);
  if (!others) pool.give(buffer);
}
