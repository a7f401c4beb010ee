import type { KernelCall, Pointer } from '@imgclf/runtime/wasm';
import type { ValueId } from '../program/operation';

/** Where the values of a program lie in the memory of the WebAssembly backend. */
export interface WasmValues {
  pointer(id: ValueId): Pointer;
  shape(id: ValueId): readonly number[];
  size(id: ValueId): number;
  /** A value's numbers, to be used at once. */
  floats(id: ValueId): Float32Array;
  /** A buffer that holds one number `length` times, for as long as the program lives. */
  constant(value: number, length: number): Pointer;
  /** What fixes the draws of this run. */
  draws(): { seed: number; iteration: number };
}

/** What an operation becomes: a kernel, or a piece of JavaScript between kernels. */
export type WasmItem = { readonly call: KernelCall } | { readonly run: () => void };
