import type { KernelMemory } from './kernel-memory';
import type { Pointer } from './wasm-kernels';

/** Indexes of the fields of `assembly/control.ts`'s Control, in 32-bit words. */
const CONTROL = { failed: 6, shared: 9, local: 10, localBytes: 11, mainMaySleep: 12 } as const;
const CONTROL_BYTES = 256;

/** The scratch memory that commands state they need. */
export interface ScratchNeeds {
  sharedBytes: number;
  localBytes: number;
}

/** The control block of the threads and the scratch memory of the kernels, which grows to the largest need. */
export class Workspace {
  /** Address of the control block. */
  readonly control: Pointer;
  readonly #memory: KernelMemory;
  readonly #threads: number;
  #shared = { pointer: 0, bytes: 0 };
  #local = { pointer: 0, bytes: 0 };

  constructor(memory: KernelMemory, { threads, mainMaySleep }: { threads: number; mainMaySleep: boolean }) {
    this.#memory = memory;
    this.#threads = threads;
    this.control = memory.allocate(CONTROL_BYTES);
    memory.words.fill(0, this.control / 4, (this.control + CONTROL_BYTES) / 4);
    this.#set('mainMaySleep', Number(mainMaySleep));
  }

  /** Makes room for the needs of a command. No command may be running. */
  reserve({ sharedBytes, localBytes }: ScratchNeeds): void {
    if (sharedBytes > this.#shared.bytes) {
      this.#shared = this.#grow(this.#shared.pointer, sharedBytes);
      this.#set('shared', this.#shared.pointer);
    }
    const aligned = Math.ceil(localBytes / 64) * 64;
    if (aligned * this.#threads > this.#local.bytes) {
      this.#local = this.#grow(this.#local.pointer, aligned * this.#threads);
      this.#set('local', this.#local.pointer);
      this.#set('localBytes', aligned);
    }
  }

  /** Index of the word that a trapped worker sets to 1. */
  get failedWord(): number {
    return this.control / 4 + CONTROL.failed;
  }

  #grow(pointer: Pointer, bytes: number): { pointer: Pointer; bytes: number } {
    if (pointer !== 0) this.#memory.free(pointer);
    return { pointer: this.#memory.allocate(bytes), bytes };
  }

  #set(field: keyof typeof CONTROL, value: number): void {
    this.#memory.words[this.control / 4 + CONTROL[field]] = value;
  }
}
