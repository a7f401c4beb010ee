import { createRequire } from 'node:module';
import path from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { setBackend, version_core } from '@tensorflow/tfjs-core';
import type { BackendInfo, BackendName } from '../backends/backend-info';
import { BackendUnavailableError } from '../errors/backend-unavailable-error';
import { registerWasmKernels } from '../wasm/index';

/** Options of {@link initBackend}. */
export interface InitBackendOptions {
  /** The backend to run, instead of the best that works. The environment variable `IMGCLF_BACKEND` says the same. */
  backend?: BackendName;
}

let started: BackendInfo | undefined;

/** Starts the best TensorFlow.js backend that works here. */
export async function initBackend({
  backend = process.env.IMGCLF_BACKEND as BackendName | undefined,
}: InitBackendOptions = {}): Promise<BackendInfo> {
  if (started !== undefined && (backend === undefined || backend === started.name)) return started;
  const name = backend ?? 'wasm';
  if (name === 'wasm') {
    const require = createRequire(import.meta.url);
    setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}${path.sep}`);
  }
  if (!(await setBackend(name)))
    throw new BackendUnavailableError({ backend: name, message: `The backend ${name} cannot start.` });
  if (name === 'wasm') registerWasmKernels();
  started = {
    name,
    device: name === 'wasm' ? 'WebAssembly SIMD' : 'plain JavaScript',
    threads: 1,
    version: name === 'wasm' ? version_wasm : version_core,
    passedOver: [],
  };
  return started;
}
