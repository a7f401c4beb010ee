import type { KernelCall } from './kernel-calls';

/**
 * A byte address in the WebAssembly backend's memory, a multiple of 4. Tensors' addresses come from
 * {@link WasmKernels.pointerOf}, a caller's own buffers from {@link WasmKernels.allocate}.
 */
export type Pointer = number;

/**
 * Training kernels in WebAssembly SIMD that work in place on the memory of TensorFlow.js's `wasm` backend: float32, NHWC,
 * any stride, padding and dilation. Results do not depend on the number of threads.
 *
 * Internal to imgclf's packages: the interface changes without notice.
 */
export interface WasmKernels {
  /** Threads that work on a kernel, the calling one included. 1 unless the backend's memory is shared. */
  readonly threads: number;

  /**
   * A buffer of its own in the backend's memory, 16-byte aligned, contents undefined; the caller frees it.
   *
   * @param byteLength at least 1
   * @throws {InvalidArgumentError} when `byteLength` is not a positive integer
   * @throws {BackendUnavailableError} when the backend's memory is full
   */
  allocate(byteLength: number): Pointer;

  /** Gives back a buffer of {@link allocate}. */
  free(pointer: Pointer): void;

  /**
   * The `length` floats at `pointer`, for reading and writing. Use it at once: the view is detached when the backend's
   * memory grows, which any allocation may cause.
   */
  floats(pointer: Pointer, length: number): Float32Array;

  /** The `length` whole numbers at `pointer`, under the same conditions. */
  integers(pointer: Pointer, length: number): Int32Array;

  /** The address of a tensor's data on the `wasm` backend, valid until the tensor is disposed. */
  pointerOf(tensor: { readonly dataId: object }): Pointer;

  /** Runs the calls in order and returns when the last is done. */
  run(...calls: KernelCall[]): void;

  /**
   * Checks and encodes a sequence of calls once, to be replayed without any work in JavaScript. The caller disposes it.
   *
   * @throws {InvalidArgumentError} when a pointer lies outside memory or a geometry does not fit together
   */
  compile(calls: readonly KernelCall[]): KernelProgram;
}

/** A sequence of kernel calls that can be replayed; see {@link WasmKernels.compile}. */
export interface KernelProgram {
  /** Runs the calls in order and returns when the last is done. */
  run(): void;

  /**
   * Replaces an address in every call, for an input that lies elsewhere each time (a batch's tensor).
   *
   * @param from the address to replace, as it was compiled or last rebound
   * @param to the address of a buffer of the same size
   * @throws {InvalidArgumentError} when no call uses `from`
   */
  rebind(from: Pointer, to: Pointer): void;

  /** Gives back the program's memory. The buffers it works on stay. */
  dispose(): void;
}
