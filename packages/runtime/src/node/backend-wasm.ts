import { availableParallelism } from 'node:os';
import { BackendWasm, getThreadsCount, setThreadsCount, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { env } from '@tensorflow/tfjs-core';
import type { BackendStarter, ReadyBackend, StartRequest } from '../backends/backend-starter';
import { registerWasmKernels } from '../wasm/index';
import { processorName } from './processor-name';
import { loadWasmModule } from './wasm-module';

/** More threads than this TensorFlow.js does not use. */
const maxThreads = 8;

/** WebAssembly, with SIMD and threads where the processor has them. */
export const wasmStarter: BackendStarter = {
  name: 'wasm',
  registryName: 'wasm',
  start: startWasm,
  complete: registerWasmKernels,
};

async function startWasm({ threads, running }: StartRequest): Promise<ReadyBackend> {
  const simd = (await env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true;
  const wanted = simd ? Math.min(threads ?? availableParallelism(), maxThreads) : 1;
  const instance = running ?? (await newBackend(simd, wanted));
  return {
    instance,
    device: `${processorName()}, WebAssembly${simd ? ' SIMD' : ''}`,
    threads: getThreadsCount(),
    version: version_wasm,
  };
}

async function newBackend(simd: boolean, threads: number): Promise<BackendWasm> {
  const module = await loadWasmModule({ simd, threads });
  setThreadsCount(threads);
  return new BackendWasm(module);
}
