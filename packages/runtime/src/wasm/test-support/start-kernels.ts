import { wasmMemory } from '../../backends/wasm-memory';
import { initBackend } from '../../node/backend';
import { createWasmKernels } from '../create-wasm-kernels';
import { wasmKernels } from '../running-wasm-kernels';
import type { WasmKernels } from '../wasm-kernels';

/** The kernels with as many threads as asked for, and others on the same memory with one. */
export async function startKernels({
  threads,
}: {
  threads: number;
}): Promise<{ kernels: WasmKernels; alone: WasmKernels }> {
  await initBackend({ backend: 'wasm', threads });
  const wasm = wasmMemory();
  if (wasm === undefined) throw new TypeError('The wasm backend does not run.');
  return { kernels: wasmKernels(), alone: await createWasmKernels(wasm, { threads: 1 }) };
}
