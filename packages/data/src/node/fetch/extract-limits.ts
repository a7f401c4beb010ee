import path from 'node:path';
import { InvalidFileError } from '@imgclf/runtime';

/** What an archive may hold. */
export interface ExtractLimits {
  /** Bytes of all files together, unpacked. */
  readonly maxBytes: number;
  /** Files and folders. */
  readonly maxEntries: number;
}

/** Keeps an archive's entries within its limits and its target folder. */
export class EntryGuard {
  readonly #archive: string;
  readonly #target: string;
  readonly #limits: ExtractLimits;
  #entries = 0;
  #bytes = 0;

  constructor(archive: string, target: string, limits: ExtractLimits) {
    this.#archive = archive;
    this.#target = target;
    this.#limits = limits;
  }

  /** Where an entry goes. @throws {InvalidFileError} when that is outside of the target, or there are too many */
  placeOf(name: string): string {
    if (++this.#entries > this.#limits.maxEntries)
      throw this.fail(`it has more than ${this.#limits.maxEntries} entries (maxEntries)`);
    const parts = name.split(/[\\/]/);
    if (name.includes('\0') || path.isAbsolute(name) || /^[a-zA-Z]:/.test(name) || parts.includes('..'))
      throw this.fail(`its entry ${JSON.stringify(name)} leads out of the folder`);
    return path.join(this.#target, ...parts);
  }

  /** Counts unpacked bytes as they come, whatever the archive has claimed. @throws {InvalidFileError} */
  count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#limits.maxBytes)
      throw this.fail(`it has more than ${this.#limits.maxBytes} bytes unpacked (maxBytes)`);
  }

  /** An error that names the archive. */
  fail(reason: string, cause?: unknown): InvalidFileError {
    const message = `${this.#archive} cannot be unpacked: ${reason}.`;
    return new InvalidFileError({ file: this.#archive, message, cause });
  }
}
