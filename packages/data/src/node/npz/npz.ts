import path from 'node:path';
import { InvalidFileError } from '@imgclf/runtime';
import { nodePlatform, writeFileAtomic } from '@imgclf/runtime/node';
import { unzipSync, zipSync } from 'fflate';
import { type ArrayData, checkArrayData } from '../../arrays/array-data';
import { decodeNpy, encodeNpy, isTexts, type NpyValue } from './npy';

/** What NumPy writes too, so that the same arrays make the same bytes whenever they are saved. */
const mtime = new Date(1980, 0, 1);

/** Options of {@link saveNpz}. */
export interface SaveNpzOptions {
  /** Whether to compress; it takes time, and floats become little smaller by it. @default true */
  compress?: boolean;
}

/**
 * Writes arrays to one file that `numpy.load` reads, whole or not at all.
 *
 * @param file where to; its folder must exist
 * @param arrays by name; lists of texts become unicode strings. Together below 4 GB
 * @throws {InvalidArgumentError} for what is no array or list of texts @throws {FileNotFoundError}
 * @throws {FileUnreadableError}
 * @example
 * await saveNpz('table.npz', { features: { data, shape: [100, 9216] }, classNames: ['cat', 'dog'] });
 */
export async function saveNpz(
  file: string,
  arrays: Readonly<Record<string, NpyValue>>,
  { compress = true }: SaveNpzOptions = {},
): Promise<void> {
  const entries = Object.entries(arrays).map(([name, value]) => {
    if (!isTexts(value)) checkArrayData(name, value as ArrayData, 0);
    return [`${name}.npy`, encodeNpy(value)];
  });
  await writeFileAtomic(file, zipSync(Object.fromEntries(entries), { level: compress ? 1 : 0, mtime }));
}

/** Options of {@link loadNpz}. */
export interface LoadNpzOptions {
  /** A file whose arrays are larger than this together is refused before it is unpacked. @default 8 GiB */
  maxBytes?: number;
}

/**
 * Reads the arrays of an `.npz` file of numbers and unicode strings.
 *
 * @throws {FileNotFoundError} @throws {FileUnreadableError}
 * @throws {InvalidFileError} when it is something else, damaged, or too large
 */
export async function loadNpz(
  file: string,
  { maxBytes = 2 ** 33 }: LoadNpzOptions = {},
): Promise<Record<string, NpyValue>> {
  const bytes = await nodePlatform.readBytes(path.resolve(file), { maxBytes: 2 ** 32 });
  let total = 0;
  const entries = unpack(bytes, file, (size) => {
    total += size;
    if (total > maxBytes)
      throw new InvalidFileError({
        file,
        message: `${file} has more than ${maxBytes} bytes unpacked (maxBytes).`,
      });
  });
  return Object.fromEntries(
    Object.entries(entries).map(([name, content]) => [
      name.replace(/\.npy$/, ''),
      decodeNpy(content, `${file}/${name}`),
    ]),
  );
}

function unpack(
  bytes: Uint8Array,
  file: string,
  onEntry: (size: number) => void,
): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, {
      filter: ({ originalSize }) => {
        onEntry(originalSize);
        return true;
      },
    });
  } catch (cause) {
    if (cause instanceof InvalidFileError) throw cause;
    throw new InvalidFileError({ file, message: `${file} is not an .npz file, or damaged.`, cause });
  }
}
