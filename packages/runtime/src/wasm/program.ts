import { InvalidArgumentError } from '../errors/invalid-argument-error';
import type { Command, PointerSlot } from './encode/command';
import { COMMAND_HEADER_BYTES, MOST_CHUNKS, MOST_PHASES } from './encode/kernel-numbers';
import type { KernelMemory } from './kernel-memory';
import type { KernelProgram, Pointer } from './wasm-kernels';

const HEADER_WORDS = COMMAND_HEADER_BYTES / 4;

/** Commands lying one after the other in memory, as `assembly/` reads them. */
export class Program implements KernelProgram {
  readonly #memory: KernelMemory;
  readonly #pointer: Pointer;
  readonly #slots: ProgramSlot[] = [];
  readonly #run: () => void;

  /**
   * @param commands what to write
   * @param run runs so many commands at an address
   */
  constructor(
    memory: KernelMemory,
    commands: readonly Command[],
    run: (program: Pointer, count: number) => void,
  ) {
    this.#memory = memory;
    const words: number[] = [];
    for (const command of commands) {
      for (const slot of command.pointers) {
        this.#slots.push({ ...slot, word: words.length + HEADER_WORDS + slot.field });
      }
      words.push(...headerOf(command), ...command.fields);
    }
    for (const { word, ...slot } of this.#slots) {
      memory.check(slot.argument, (words[word] ?? 0) - slot.offset, slot.byteLength);
    }
    this.#pointer = memory.allocate(words.length * 4 + COMMAND_HEADER_BYTES);
    memory.words.set(words, this.#pointer / 4);
    this.#run = () => run(this.#pointer, commands.length);
  }

  run(): void {
    this.#run();
  }

  rebind(from: Pointer, to: Pointer): void {
    const words = this.#memory.words;
    const start = this.#pointer / 4;
    const slots = this.#slots.filter((slot) => (words[start + slot.word] ?? 0) >>> 0 === from + slot.offset);
    if (slots.length === 0) {
      throw new InvalidArgumentError({
        argument: 'from',
        allowed: 'an address of the program',
        received: from,
      });
    }
    for (const slot of slots) this.#memory.check(slot.argument, to, slot.byteLength);
    for (const slot of slots) words[start + slot.word] = to + slot.offset;
  }

  dispose(): void {
    this.#memory.free(this.#pointer);
  }
}

type ProgramSlot = PointerSlot & {
  /** Index of the address in the program. */
  word: number;
};

function headerOf({ kernel, chunks, fields }: Command): number[] {
  const most = Math.max(...chunks);
  if (most > MOST_CHUNKS) {
    throw new InvalidArgumentError({
      argument: 'sizes',
      allowed: `such that the work falls into at most ${MOST_CHUNKS} parts`,
      received: most,
    });
  }
  const unused = new Array<number>(MOST_PHASES - chunks.length).fill(0);
  return [kernel, (HEADER_WORDS + fields.length) * 4, chunks.length, ...chunks, ...unused];
}
