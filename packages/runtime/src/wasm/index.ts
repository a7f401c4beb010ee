// Internal to imgclf: what the packages above use of the training kernels. It changes without notice.
export { type WasmMemory, wasmMemory } from '../backends/wasm-memory';
export type { ConvGeometry, PoolGeometry } from './geometry';
export type * from './kernel-calls';
export { registerWasmKernels } from './register-wasm-kernels';
export { runningWasmKernels, wasmKernels } from './running-wasm-kernels';
export { convGeometryOf, poolGeometryOf } from './tfjs/geometry-of';
export type { KernelProgram, Pointer, WasmKernels } from './wasm-kernels';
