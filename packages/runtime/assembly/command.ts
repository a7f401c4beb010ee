/** The most phases a kernel has. */
export const MAX_PHASES = 5;

/** Where a command's own fields begin. */
export const HEADER_BYTES: usize = 32;

/**
 * What every command begins with; each kernel's own fields follow. Written by the TypeScript side, read here, so the
 * order of the fields is a contract between `assembly/` and `src/wasm/encode/`. All are 32 bits wide.
 */
@unmanaged
export class Command {
  /** Which kernel; see dispatch.ts. */
  kernel: i32;
  /** Bytes to the next command. */
  bytes: i32;
  /** Phases run one after the other; the chunks of a phase run in any order, on any thread. */
  phases: i32;
  chunks0: i32;
  chunks1: i32;
  chunks2: i32;
  chunks3: i32;
  chunks4: i32;
}

/** How many chunks a phase of a command has. */
export function chunksOf(command: Command, phase: i32): i32 {
  return load<i32>(changetype<usize>(command) + ((<usize>phase) << 2), offsetof<Command>('chunks0'));
}
