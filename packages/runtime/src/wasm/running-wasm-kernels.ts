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
 * nothing when they run already.
 *
 * @throws {BackendUnavailableError} when the current backend is not `wasm`, or WebAssembly has no SIMD here
 */
export async function startWasmKernels(): Promise<WasmKernels> {
  const wasm = wasmMemory();
  if (wasm === undefined) throw unavailable('it is not the current backend.');
  if ((await env().getAsync('WASM_HAS_SIMD_SUPPORT')) !== true) throw unavailable('there is no SIMD here.');
  if (running?.module !== wasm.module) {
    const threads = wasm.module.wasmMemory === undefined ? 1 : getThreadsCount();
    running = { module: wasm.module, kernels: createWasmKernels(wasm, { threads }) };
  }
  const kernels = await running.kernels;
  ready = { module: wasm.module, kernels };
  return kernels;
}

/**
 * The training kernels of the running WebAssembly backend; see {@link WasmKernels}.
 *
 * @throws {BackendUnavailableError} when the backend is not `wasm` or its kernels have not been registered
 */
export function wasmKernels(): WasmKernels {
  const module = wasmMemory()?.module;
  if (ready !== undefined && ready.module === module) return ready.kernels;
  throw unavailable('registerWasmKernels has not been called on the current backend.');
}

function unavailable(reason: string): BackendUnavailableError {
  return new BackendUnavailableError({
    backend: 'wasm',
    message: `The WebAssembly training kernels cannot run: ${reason}`,
  });
}
