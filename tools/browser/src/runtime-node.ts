import {
  type BackendInfo,
  type BackendName,
  browserPlatform,
  initBackend as init,
} from '@imgclf/runtime/browser';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The backend that this run is for. */
    backend: BackendName;
  }
}

/** What tests take for Node's platform. */
export const nodePlatform = browserPlatform;

/** Starts the backend that this run is for. */
export function initBackend(): Promise<BackendInfo> {
  // Graphics adapters in software take long to start where other tests run beside.
  return init({ backend: inject('backend'), wasmPaths: '/wasm/', threads: 1, timeoutMs: 55_000 });
}
