import type { WasmMemory } from '../backends/wasm-memory';
import { BackendUnavailableError } from '../errors/backend-unavailable-error';
import { InvalidArgumentError } from '../errors/invalid-argument-error';
import { checkSizes } from './encode/command';
import type { Pointer } from './wasm-kernels';

/** The backend's memory, for the kernels: buffers, checked addresses and views that notice when it has grown. */
export class KernelMemory {
  readonly memory: WebAssembly.Memory;
  /** Whether other threads can see it. */
  readonly shared: boolean;
  readonly #module: WasmMemory['module'];
  readonly #addresses = new Map<Pointer, Pointer>();
  #words = new Int32Array();

  constructor({ memory, module }: WasmMemory) {
    this.memory = memory;
    this.#module = module;
    this.shared = typeof SharedArrayBuffer === 'function' && memory.buffer instanceof SharedArrayBuffer;
  }

  /** All of memory in 32-bit words, until it grows. */
  get words(): Int32Array {
    if (this.#words.buffer !== this.memory.buffer) this.#words = new Int32Array(this.memory.buffer);
    return this.#words;
  }

  /** See {@link WasmKernels.allocate}. */
  allocate(byteLength: number): Pointer {
    checkSizes({ byteLength });
    const address = this.#module._malloc(byteLength + ALIGNMENT) >>> 0;
    if (address === 0) {
      throw new BackendUnavailableError({
        backend: 'wasm',
        message: `WebAssembly's memory has no room for ${byteLength} more bytes.`,
      });
    }
    const pointer = ((address + ALIGNMENT) & -ALIGNMENT) >>> 0;
    this.#addresses.set(pointer, address);
    return pointer;
  }

  /** See {@link WasmKernels.free}. */
  free(pointer: Pointer): void {
    const address = this.#addresses.get(pointer);
    if (address === undefined) {
      throw new InvalidArgumentError({
        argument: 'pointer',
        allowed: 'an address that allocate returned and that was not freed yet',
        received: pointer,
      });
    }
    this.#addresses.delete(pointer);
    this.#module._free(address);
  }

  /** See {@link WasmKernels.floats}. */
  floats(pointer: Pointer, length: number): Float32Array {
    this.check('pointer', pointer, length * 4);
    return new Float32Array(this.memory.buffer, pointer, length);
  }

  /** See {@link WasmKernels.integers}. */
  integers(pointer: Pointer, length: number): Int32Array {
    this.check('pointer', pointer, length * 4);
    return new Int32Array(this.memory.buffer, pointer, length);
  }

  /** Throws unless a buffer of `byteLength` bytes at `pointer` lies in memory, aligned to 4 bytes. */
  check(argument: string, pointer: Pointer, byteLength: number): void {
    const bytes = this.words.byteLength;
    if (Number.isInteger(pointer / 4) && pointer > 0 && pointer + byteLength <= bytes) return;
    throw new InvalidArgumentError({
      argument,
      allowed: `a multiple of 4, above 0, with ${byteLength} bytes before the end of memory at ${bytes}`,
      received: pointer,
    });
  }
}

/** A cache line, so that threads do not share one by accident. */
const ALIGNMENT = 64;
