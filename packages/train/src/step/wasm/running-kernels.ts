import { BackendUnavailableError } from '@imgclf/runtime';
import { type WasmKernels, wasmKernels } from '@imgclf/runtime/wasm';

/** The training kernels of the WebAssembly backend; undefined where it was started without them. */
export function runningKernels(): WasmKernels | undefined {
  try {
    return wasmKernels();
  } catch (error) {
    if (BackendUnavailableError.isInstance(error)) return undefined;
    throw error;
  }
}
