import { getThreadsCount, setThreadsCount, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { env, findBackendFactory, type KernelBackend } from '@tensorflow/tfjs-core';
import type { BackendStarter, ReadyBackend, StartRequest } from '../backends/backend-starter';
import { BackendUnavailableError } from '../errors/backend-unavailable-error';
import { registerWasmKernels } from '../wasm/index';

/** WebAssembly, with SIMD where the browser has it and threads where the page is cross-origin isolated. */
export const wasmStarter: BackendStarter = {
  name: 'wasm',
  registryName: 'wasm',
  start: startWasm,
  complete: registerWasmKernels,
};

async function startWasm({ threads, running }: StartRequest): Promise<ReadyBackend> {
  const simd = (await env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true;
  return {
    instance: running ?? (await newBackend(threads)),
    device: `processor, WebAssembly${simd ? ' SIMD' : ''}`,
    threads: getThreadsCount(),
    version: version_wasm,
  };
}

async function newBackend(threads = navigator.hardwareConcurrency): Promise<KernelBackend> {
  const factory = findBackendFactory('wasm');
  if (factory === null)
    throw new BackendUnavailableError({
      backend: 'wasm',
      message: 'it has been removed from TensorFlow.js.',
    });
  // Without isolation there is no shared memory, whatever the browser can do elsewhere.
  if (threads === 1 || !globalThis.crossOriginIsolated) {
    env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    return factory();
  }
  setThreadsCount(threads);
  return withProcessors(2 * threads, factory);
}

/** Runs `start` in a page that claims so many processors: TensorFlow.js takes half of them at most. */
async function withProcessors<Result>(count: number, start: () => Result | Promise<Result>): Promise<Result> {
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: count, configurable: true });
  try {
    return await start();
  } finally {
    Reflect.deleteProperty(navigator, 'hardwareConcurrency');
  }
}
