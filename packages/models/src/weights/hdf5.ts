import { InvalidFileError } from '@imgclf/runtime';
import { Dataset, File, Group } from 'jsfive';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether these bytes begin as an HDF5 file does. */
export function isHdf5(bytes: Uint8Array): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}

/**
 * Opens an HDF5 file and reads from it. This is done in JavaScript: in WebAssembly, a file made to do harm could leave the
 * HDF5 library damaged for the files after it.
 *
 * @param file what to call it in errors
 * @throws {InvalidFileError} when it is not HDF5 or cannot be read; and what `read` throws of ours
 */
export function readHdf5<Result>(bytes: Uint8Array, file: string, read: (root: Group) => Result): Result {
  if (!isHdf5(bytes)) throw new InvalidFileError({ file, message: `${file} is not an HDF5 file.` });
  refuseCutShort(bytes, file);
  try {
    return read(new File(bytes.slice().buffer, file));
  } catch (cause) {
    if (InvalidFileError.isInstance(cause)) throw cause;
    throw new InvalidFileError({ file, message: `${file} is damaged: ${String(cause)}`, cause });
  }
}

/** Where the superblock of each version has the address at which the file ends. */
const endAt = [40, 44, 28, 28];

/** Readers look only at what they need; what a file cut short lacks may be what is read last. */
function refuseCutShort(bytes: Uint8Array, file: string): void {
  const at = endAt[bytes[8] ?? 0];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = at === undefined || at + 8 > bytes.length ? Number.NaN : Number(view.getBigUint64(at, true));
  if (end <= bytes.length) return;
  throw new InvalidFileError({
    file,
    message: `${file} is cut short or damaged: it states ${end} bytes and has ${bytes.length}.`,
  });
}

/**
 * The group of this name.
 * @throws {InvalidFileError} when there is none
 */
export function groupAt(parent: Group, name: string, file: string): Group {
  const entity = parent.get(name);
  if (entity instanceof Group) return entity;
  throw new InvalidFileError({ file, message: `${file} has no group ${name} in ${parent.name}.` });
}

/**
 * The dataset of this name.
 * @throws {InvalidFileError} when there is none
 */
export function datasetAt(parent: Group, name: string, file: string): Dataset {
  const entity = parent.get(name);
  if (entity instanceof Dataset) return entity;
  throw new InvalidFileError({ file, message: `${file} has no weight ${name} in ${parent.name}.` });
}

/** The group of this name within another, or undefined where there is none. */
export function childGroup(parent: Group, name: string): Group | undefined {
  const entity = parent.keys.includes(name) ? parent.get(name) : null;
  return entity instanceof Group ? entity : undefined;
}

/** The strings of an attribute, or undefined where there is none: one, or a list. */
export function stringAttribute(group: Group, name: string): string[] | undefined {
  if (!Object.hasOwn(group.attrs, name)) return undefined;
  const value = group.attrs[name];
  const list = Array.isArray(value) ? value : [value];
  // Fixed-length strings are padded with zeros.
  return list.map((item) => String(item).split('\0')[0] ?? '');
}

/** A dataset's values as 32-bit floats. */
export function floatsOf(dataset: Dataset, file: string): Float32Array {
  if (typeof dataset.dtype === 'string' && /^[<>]f[248]$/.test(dataset.dtype)) {
    return Float32Array.from(dataset.value as number[]);
  }
  throw new InvalidFileError({
    file,
    message: `${file}: ${dataset.name} does not hold floating-point numbers.`,
  });
}
