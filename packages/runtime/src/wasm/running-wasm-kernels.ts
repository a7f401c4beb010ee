import { getThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import { env } from '@tensorflow/tfjs-core';
import { type WasmMemory, wasmMemory } from '../backends/wasm-memory';
import { BackendUnavailableError } from '../errors/backend-unavailable-error';
import { createWasmKernels } from './create-wasm-kernels';
import type { WasmKernels } from './wasm-kernels';

interface Running {
  module: WasmMemory['module'];
  kernels: Promise<WasmKernels>;
}

let running: Running | undefined;
let ready: { module: WasmMemory['module']; kernels: WasmKernels } | undefined;

/**
 * Starts the training kernels on TensorFlow.js's running WebAssembly backend, with as many threads as it has. Does
 * nothing when they run already, or cannot because WebAssembly has no SIMD here: then the result is undefined.
 *
 * @throws {BackendUnavailableError} when the current backend is not `wasm`
 */
export async function startWasmKernels(): Promise<WasmKernels | undefined> {
  const wasm = wasmMemory();
  if (wasm === undefined) throw unavailable('it is not the current backend.');
  if ((await env().getAsync('WASM_HAS_SIMD_SUPPORT')) !== true) return undefined;
  if (running?.module !== wasm.module) {
    const threads = wasm.module.wasmMemory === undefined ? 1 : getThreadsCount();
    running = { module: wasm.module, kernels: createWasmKernels(wasm, { threads }) };
  }
  const kernels = await running.kernels;
  ready = { module: wasm.module, kernels };
  return kernels;
}

/** The training kernels of the running backend; undefined where it is another one than `wasm`, or runs without them. */
export function runningWasmKernels(): WasmKernels | undefined {
  const module = wasmMemory()?.module;
  return ready !== undefined && ready.module === module ? ready.kernels : undefined;
}

/**
 * The training kernels of the running WebAssembly backend; see {@link WasmKernels}.
 *
 * @throws {BackendUnavailableError} when the backend is not `wasm` or the kernels do not run there
 */
export function wasmKernels(): WasmKernels {
  const kernels = runningWasmKernels();
  if (kernels !== undefined) return kernels;
  throw unavailable('they have not been started on the current backend, or it has no SIMD.');
}

function unavailable(reason: string): BackendUnavailableError {
  return new BackendUnavailableError({
    backend: 'wasm',
    message: `The WebAssembly training kernels cannot run: ${reason}`,
  });
}
