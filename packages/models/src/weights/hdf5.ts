import { InvalidFileError } from '@imgclf/runtime';
import type { Dataset, Group, File as Hdf5File } from 'h5wasm';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
let opened = 0;

/** Whether these bytes begin as an HDF5 file does. */
export function isHdf5(bytes: Uint8Array): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}

/** The HDF5 library in WebAssembly, loaded when it is first needed: it is large. */
async function library() {
  const { default: h5wasm } = await import('h5wasm');
  const { FS, activate_throwing_error_handler: throwErrors } = await h5wasm.ready;
  // Otherwise the library prints errors and goes on.
  throwErrors();
  return { open: h5wasm.File, files: FS as unknown as MemoryFiles };
}

/** The library's file system, which is in memory. */
interface MemoryFiles {
  writeFile(path: string, bytes: Uint8Array): void;
  readFile(path: string): Uint8Array;
  unlink(path: string): void;
}

/**
 * Opens an HDF5 file and reads from it; everything is freed afterwards.
 *
 * @param file what to call it in errors
 * @param read synchronous
 * @throws {InvalidFileError} when it is not HDF5 or the library cannot read it; and what `read` throws of ours
 */
export async function readHdf5<Result>(
  bytes: Uint8Array,
  file: string,
  read: (root: Hdf5File) => Result,
): Promise<Result> {
  if (!isHdf5(bytes)) throw new InvalidFileError({ file, message: `${file} is not an HDF5 file.` });
  const { open: Open, files } = await library();
  const name = `read-${opened++}.h5`;
  files.writeFile(name, bytes);
  let root: Hdf5File | undefined;
  try {
    root = new Open(name, 'r');
    return read(root);
  } catch (cause) {
    if (InvalidFileError.isInstance(cause)) throw cause;
    throw new InvalidFileError({ file, message: `${file} is damaged: ${String(cause)}`, cause });
  } finally {
    root?.close();
    files.unlink(name);
  }
}

/** Writes an HDF5 file in memory. */
export async function writeHdf5(write: (root: Hdf5File) => void): Promise<Uint8Array> {
  const { open: Open, files } = await library();
  const name = `write-${opened++}.h5`;
  const root = new Open(name, 'w');
  try {
    write(root);
  } finally {
    root.close();
  }
  try {
    return files.readFile(name);
  } finally {
    files.unlink(name);
  }
}

/**
 * The group of this name.
 * @throws {InvalidFileError} when there is none
 */
export function groupAt(parent: Group, name: string, file: string): Group {
  const group = groupOf(parent.get(name));
  if (group !== undefined) return group;
  throw new InvalidFileError({ file, message: `${file} has no group ${name} in ${parent.path}.` });
}

/**
 * The dataset of this name.
 * @throws {InvalidFileError} when there is none
 */
export function datasetAt(parent: Group, name: string, file: string): Dataset {
  const entity = parent.get(name);
  if (typeOf(entity) === 'Dataset') return entity as Dataset;
  throw new InvalidFileError({ file, message: `${file} has no weight ${name} in ${parent.path}.` });
}

/** `entity` where it is a group. */
export function groupOf(entity: unknown): Group | undefined {
  return typeOf(entity) === 'Group' ? (entity as Group) : undefined;
}

/** The library's classes would have to be imported for `instanceof`, which loads all of it. */
function typeOf(entity: unknown): unknown {
  return (entity as { type?: unknown } | null)?.type;
}

/** The strings of an attribute, or undefined where there is none: one, or a list. */
export function stringAttribute(group: Group, name: string): string[] | undefined {
  if (!(name in group.attrs)) return undefined;
  const value: unknown = group.get_attribute(name, true);
  const list = Array.isArray(value) ? value : [value];
  // Fixed-length strings are padded with zeros.
  return list.map((item) => String(item).split('\0')[0] ?? '');
}

/** A dataset's values as 32-bit floats. */
export function floatsOf(dataset: Dataset, file: string): Float32Array {
  const { value } = dataset;
  if (value instanceof Float32Array) return value;
  if (value instanceof Float64Array) return Float32Array.from(value);
  throw new InvalidFileError({
    file,
    message: `${file}: ${dataset.path} does not hold floating-point numbers.`,
  });
}
