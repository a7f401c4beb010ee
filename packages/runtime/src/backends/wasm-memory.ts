import { backend, getBackend } from '@tensorflow/tfjs-core';

/** What TensorFlow.js's WebAssembly backend keeps of its Emscripten module, as far as we use it. */
export interface WasmModule {
  readonly asm: Readonly<Record<string, WebAssembly.ExportValue>>;
  /** Set in the threaded build, which makes its own shared memory; the others export theirs. */
  readonly wasmMemory?: WebAssembly.Memory;
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(offset: number): void;
}

/** The linear memory that holds the tensors of the WebAssembly backend. */
export interface WasmMemory {
  /** Shared when the backend runs on several threads. Its `buffer` changes when it grows: never keep a view. */
  readonly memory: WebAssembly.Memory;
  readonly module: WasmModule;
}

/** The memory of the running WebAssembly backend, undefined when another backend runs. */
export function wasmMemory(): WasmMemory | undefined {
  if (getBackend() !== 'wasm') return undefined;
  const { wasm: module } = backend() as unknown as { wasm: WasmModule };
  const memory = module.wasmMemory ?? (module.asm.memory as WebAssembly.Memory);
  return { memory, module };
}
