import { runningWasmKernels } from '@imgclf/runtime/wasm';
import { getBackend, type Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { CompiledProgram, Device, ResolvedStepOptions } from './device';
import { buildProgram } from './program/build-program';
import type { Program } from './program/program';
import type { StepBatch, StepResult, StepRunner } from './training-step';

/** Programs that are kept: most often one for whole batches and one for the last. */
const KEPT = 3;

/**
 * A training step that replays a program made once for each batch size, or undefined where the model or the backend
 * asks for automatic differentiation.
 */
export async function preparedStep(
  model: LayersModel,
  options: ResolvedStepOptions,
): Promise<StepRunner | undefined> {
  const inputShape = model.inputs[0]?.shape.map((size) => size ?? 1) ?? [];
  const logits = options.loss.fromLogits?.activation;
  const program = buildProgram(model, { inputShape, logits });
  const makeDevice = program === undefined ? undefined : await deviceMaker(program);
  if (makeDevice === undefined) return undefined;
  options.optimizer.build(model.trainableWeights.map((weight) => weight.read() as Variable));
  return new PreparedStep(model, options, makeDevice(options));
}

type DeviceMaker = (options: ResolvedStepOptions) => Device;

/**
 * What makes a device of the current backend for programs like this one, where there is one. Each is imported when it is
 * first needed, so that a page loads that of its own backend alone.
 */
async function deviceMaker(program: Program): Promise<DeviceMaker | undefined> {
  const backend = getBackend();
  if (backend === 'tensorflow') {
    const { NodeDevice } = await import('./node/node-device');
    return (options) => new NodeDevice(options);
  }
  const kernels = runningWasmKernels();
  if (kernels !== undefined) {
    const { WasmDevice } = await import('./wasm/wasm-device');
    return (options) => new WasmDevice(options, kernels);
  }
  const { KernelDevice } = await import('./kernels/kernel-device');
  return KernelDevice.covers(program) ? (options) => new KernelDevice(options) : undefined;
}

class PreparedStep implements StepRunner {
  readonly kind = 'prepared';
  readonly #model: LayersModel;
  readonly #options: ResolvedStepOptions;
  readonly #device: Device;
  readonly #programs = new Map<string, CompiledProgram>();

  constructor(model: LayersModel, options: ResolvedStepOptions, device: Device) {
    this.#model = model;
    this.#options = options;
    this.#device = device;
  }

  run(batch: StepBatch): StepResult {
    return this.#programFor(batch.xs.shape).run(batch);
  }

  dispose(): void {
    for (const program of this.#programs.values()) program.dispose();
    this.#programs.clear();
    this.#device.dispose();
  }

  #programFor(inputShape: readonly number[]): CompiledProgram {
    const key = inputShape.join();
    const known = this.#programs.get(key) ?? this.#compile(inputShape);
    // The latest used is the last in the map.
    this.#programs.delete(key);
    this.#programs.set(key, known);
    const [oldest] = this.#programs.keys();
    if (this.#programs.size > KEPT && oldest !== undefined) {
      this.#programs.get(oldest)?.dispose();
      this.#programs.delete(oldest);
    }
    return known;
  }

  #compile(inputShape: readonly number[]): CompiledProgram {
    const logits = this.#options.loss.fromLogits?.activation;
    const program = buildProgram(this.#model, { inputShape, logits, poolFirst: this.#device.poolFirst });
    if (program === undefined) throw new TypeError('unreachable');
    return this.#device.compile(program);
  }
}
