import type { Operation, ValueId } from './operation';
import { operationFields, valuesOf } from './operation-fields';
import type { Program } from './program';
import { sizeOf } from './value';

/** Where each temporary value of a program lies in one block of memory. */
export interface BufferPlan {
  /** The offset in bytes of each temporary value that has room. */
  offsets: ReadonlyMap<ValueId, number>;
  /** The size of the block. */
  byteLength: number;
}

interface Buffer {
  bytes: number;
  /** First and last operation that uses it. */
  from: number;
  to: number;
  offset: number;
}

const ALIGNMENT = 16;

/**
 * Gives values that are not needed at the same time the same room, and lets operations write over inputs that end
 * with them.
 *
 * @param ignored fields that the executor does not read, by kind of operation
 */
export function planBuffers(
  program: Program,
  ignored: Readonly<Partial<Record<Operation['kernel'], readonly string[]>>> = {},
): BufferPlan {
  const steps = stepsOf(program, ignored);
  const buffers = mergeInPlace(steps, lifetimes(program, steps));
  const distinct = [...new Set(buffers.values())];
  const byteLength = place(distinct);
  return { offsets: new Map([...buffers].map(([id, buffer]) => [id, buffer.offset])), byteLength };
}

/** What one step of the program reads and writes; the loss and the optimiser are steps too. */
interface Step {
  reads: readonly ValueId[];
  writes: readonly ValueId[];
  inPlace: readonly (readonly [ValueId, ValueId])[];
}

function stepsOf(program: Program, ignored: Partial<Record<Operation['kernel'], readonly string[]>>): Step[] {
  const step = (operation: Operation): Step => {
    const { reads, writes, inPlace = [] } = operationFields[operation.kernel];
    const skipped = ignored[operation.kernel] ?? [];
    const roots = (fields: readonly string[]) => valuesOf(operation, fields).map((id) => rootOf(program, id));
    return {
      reads: roots(reads.filter((field) => !skipped.includes(field))),
      writes: roots(writes),
      inPlace: inPlace.map(([made, taken]) => [roots([made])[0] ?? -1, roots([taken])[0] ?? -1]),
    };
  };
  const { outputGradient, gradients } = program;
  const loss = {
    reads: [rootOf(program, program.output)],
    writes: outputGradient === undefined ? [] : [outputGradient],
    inPlace: [],
  };
  const update = {
    reads: gradients.map(({ gradient }) => rootOf(program, gradient)),
    writes: [],
    inPlace: [],
  };
  return [...program.forward.map(step), loss, ...program.backward.map(step), update];
}

/** The value whose numbers a value shows. */
export function rootOf(program: Pick<Program, 'values'>, id: ValueId): ValueId {
  const value = program.values[id];
  return value?.kind === 'alias' ? rootOf(program, value.of) : id;
}

function lifetimes(program: Program, steps: readonly Step[]): Map<ValueId, Buffer> {
  const buffers = new Map<ValueId, Buffer>();
  for (const [index, { reads, writes }] of steps.entries()) {
    for (const id of [...reads, ...writes]) {
      const value = program.values[id];
      if (value?.kind !== 'temporary' && value?.kind !== 'places') continue;
      const bytes = sizeOf(value.shape) * (value.kind === 'places' ? 2 : 4);
      const rounded = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
      const known = buffers.get(id) ?? { bytes: rounded, from: index, to: index, offset: 0 };
      known.to = index;
      buffers.set(id, known);
    }
  }
  return buffers;
}

/** Gives an output the buffer of an input that ends where the output begins. */
function mergeInPlace(steps: readonly Step[], buffers: Map<ValueId, Buffer>): Map<ValueId, Buffer> {
  for (const [index, { inPlace, reads }] of steps.entries()) {
    for (const [made, taken] of inPlace) {
      const output = buffers.get(made);
      const input = buffers.get(taken);
      const once = reads.filter((id) => buffers.get(id) === input).length === 1;
      if (output === undefined || input === undefined || !once || output === input) continue;
      if (input.to !== index || output.from !== index || input.bytes !== output.bytes) continue;
      input.to = output.to;
      for (const [id, buffer] of buffers) if (buffer === output) buffers.set(id, input);
      break;
    }
  }
  return buffers;
}

/** Places the largest first, each at the lowest offset that is free while it lives. Returns the total size. */
function place(buffers: Buffer[]): number {
  const placed: Buffer[] = [];
  for (const buffer of [...buffers].sort((a, b) => b.bytes - a.bytes || a.from - b.from)) {
    const neighbours = placed
      .filter(({ from, to }) => from <= buffer.to && buffer.from <= to)
      .sort((a, b) => a.offset - b.offset);
    buffer.offset = 0;
    for (const { offset, bytes } of neighbours) {
      if (buffer.offset + buffer.bytes <= offset) break;
      buffer.offset = Math.max(buffer.offset, offset + bytes);
    }
    placed.push(buffer);
  }
  return placed.reduce((end, { offset, bytes }) => Math.max(end, offset + bytes), 0);
}
