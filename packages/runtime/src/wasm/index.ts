export { registerWasmKernels } from './register-wasm-kernels';
