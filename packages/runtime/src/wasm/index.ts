export type { ConvGeometry, PoolGeometry } from './geometry';
export type * from './kernel-calls';
export { registerWasmKernels } from './register-wasm-kernels';
export { wasmKernels } from './running-wasm-kernels';
export type { KernelProgram, Pointer, WasmKernels } from './wasm-kernels';
