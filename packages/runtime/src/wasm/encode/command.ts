import { InvalidArgumentError } from '../../errors/invalid-argument-error';
import type { FusedActivation } from '../kernel-calls';
import type { Pointer } from '../wasm-kernels';
import { LOCAL_HEADER_BYTES } from './kernel-numbers';

/** A place in a command that holds an address. */
export interface PointerSlot {
  /** Index of the 32-bit field. */
  field: number;
  /** The argument's name, for errors. */
  argument: string;
  /** The field's distance from the start of the buffer. */
  offset: number;
  /** The whole buffer. */
  byteLength: number;
}

/** A buffer of which a command takes a part. */
interface BufferPart {
  /** Elements of the whole buffer. */
  length: number;
  /** The element that the command's address points at. */
  start?: number;
  /** 4 by default. */
  elementBytes?: number;
}

const ACTIVATIONS: Record<FusedActivation, number> = { linear: 0, relu: 1, relu6: 2 };

const bits = new DataView(new ArrayBuffer(4));

/**
 * One command for the kernels in the making: its fields in the order that `assembly/` declares them, and what it needs.
 */
export class Command {
  readonly fields: number[] = [];
  readonly pointers: PointerSlot[] = [];
  /** Chunks of each phase. */
  chunks: number[] = [];
  /** Scratch memory that the threads share. */
  sharedBytes = 0;
  /** Scratch memory of each thread. */
  localBytes = LOCAL_HEADER_BYTES;

  constructor(
    /** Its number in `assembly/dispatch.ts`. */
    readonly kernel: number,
  ) {}

  /** Adds the address of a buffer, or of the element `start` of one. */
  pointer(argument: string, value: Pointer, buffer: number | BufferPart): this {
    const { length, start = 0, elementBytes = 4 } = typeof buffer === 'number' ? { length: buffer } : buffer;
    const offset = start * elementBytes;
    this.pointers.push({ field: this.fields.length, argument, offset, byteLength: length * elementBytes });
    this.fields.push(value + offset);
    return this;
  }

  /** Adds an address that may be missing. */
  optionalPointer(argument: string, value: Pointer | undefined, length: number): this {
    if (value === undefined) this.fields.push(0);
    else this.pointer(argument, value, length);
    return this;
  }

  /** Adds whole numbers. */
  integers(...values: readonly number[]): this {
    this.fields.push(...values);
    return this;
  }

  /** Adds a float. */
  float(value: number): this {
    bits.setFloat32(0, value, true);
    this.fields.push(bits.getInt32(0, true));
    return this;
  }

  /** Adds an activation. */
  activation(value: FusedActivation = 'linear'): this {
    return this.integers(ACTIVATIONS[value]);
  }

  /** States the chunks of each phase and the scratch memory. */
  needs({ chunks, sharedBytes = 0, localBytes = 0 }: Needs): this {
    this.chunks = chunks.map((count) => Math.ceil(count));
    this.sharedBytes = sharedBytes;
    this.localBytes = LOCAL_HEADER_BYTES + localBytes;
    return this;
  }
}

interface Needs {
  chunks: readonly number[];
  sharedBytes?: number;
  /** Beyond the header. */
  localBytes?: number;
}

/** Throws unless every field of `sizes` is a whole number of at least `minimum`. */
export function checkSizes(sizes: object, minimum = 1): void {
  for (const [name, value] of Object.entries(sizes)) {
    if (Number.isInteger(value) && value >= minimum && value < 2 ** 31) continue;
    throw new InvalidArgumentError({
      argument: name,
      allowed: `an integer of at least ${minimum}`,
      received: value,
    });
  }
}
