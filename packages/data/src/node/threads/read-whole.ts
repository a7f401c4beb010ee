import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Larger files are left to the main thread and its limits. */
const maxLength = 2 ** 26;
/** Opening a pipe would otherwise wait for somebody to write to it. Windows has no such flag. */
const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

let memory = Buffer.alloc(2 ** 20);

/**
 * Reads a file, always to the same memory: fresh memory for each one takes longer than reading it.
 *
 * @param file its path
 * @returns the bytes, until the next call; `undefined` where there is no whole file of at most 64 MiB to be had
 */
export function readWhole(file: string): Uint8Array | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(file, flags);
    const entry = fstatSync(handle);
    if (!entry.isFile() || entry.size > maxLength) return undefined;
    if (entry.size > memory.length) memory = Buffer.alloc(entry.size);
    return fill(handle, memory.subarray(0, entry.size));
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Reads until the buffer is full; nothing where the file ends before that. */
function fill(handle: number, buffer: Buffer): Buffer | undefined {
  let length = 0;
  while (length < buffer.length) {
    const read = readSync(handle, buffer, length, buffer.length - length, null);
    if (read === 0) return undefined;
    length += read;
  }
  return buffer;
}
