import { FileNotFoundError, InvalidFileError } from '@imgclf/runtime';
import { unzipSync } from 'fflate';
import type { ReadFile } from './read-weights';

/**
 * Reads files out of a zip archive.
 *
 * @param maxBytes how much the archive may unpack to; the files beyond are as if they were not there
 * @param file what to call the archive in errors
 * @throws {InvalidFileError} when it is damaged
 */
export function archiveReader(archive: Uint8Array, maxBytes: number, file: string): ReadFile {
  let left = maxBytes;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(archive, {
      filter: ({ originalSize }) => {
        left -= originalSize;
        return left >= 0;
      },
    });
  } catch (cause) {
    throw new InvalidFileError({ file, message: `${file} is a damaged archive: ${String(cause)}`, cause });
  }
  return async (name) => {
    if (Object.hasOwn(files, name)) return files[name] as Uint8Array;
    throw new FileNotFoundError({ file: name, message: `${file} has no ${name}.` });
  };
}
