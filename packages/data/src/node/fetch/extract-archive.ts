import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AbortedError, InvalidFileError } from '@imgclf/runtime';
import { fileError } from '@imgclf/runtime/node';
import { EntryGuard, type ExtractLimits } from './extract-limits';
import { extractTar } from './extract-tar';
import { extractZip } from './extract-zip';

/** Options of {@link extractArchive}. */
export interface ExtractOptions extends Partial<ExtractLimits> {
  /** Bytes of all files together, unpacked. @default 64 GiB */
  maxBytes?: number;
  /** Files and folders. @default 1_000_000 */
  maxEntries?: number;
  /** Stops with an `AbortedError`. */
  signal?: AbortSignal;
}

/**
 * Unpacks a zip or tar archive (plain or gzip, told by its first bytes) to a new folder, which appears only when all of
 * it is there. Entries that lead out of the folder, links and devices are refused, and sizes are counted as they come.
 *
 * @param archive the file
 * @param target the folder to make; nothing is done if it exists
 * @throws {FileNotFoundError} @throws {FileUnreadableError}
 * @throws {InvalidFileError} when it is no such archive, damaged, hostile, or too large
 * @throws {AbortedError}
 */
export async function extractArchive(
  archive: string,
  target: string,
  options: ExtractOptions = {},
): Promise<void> {
  const { maxBytes = 2 ** 36, maxEntries = 1e6, signal } = options;
  const exists = await stat(target).then(
    () => true,
    () => false,
  );
  if (exists) return;
  const unfinished = path.join(path.dirname(target), `.${randomUUID()}.tmp`);
  const guard = new EntryGuard(archive, unfinished, { maxBytes, maxEntries });
  const kind = await kindOf(archive);
  try {
    await mkdir(unfinished, { recursive: true });
    if (kind === 'zip') await extractZip(archive, guard, signal);
    else await extractTar(archive, guard, { isGzip: kind === 'gzip', signal });
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (signal?.aborted)
      throw new AbortedError({ message: `Unpacking ${archive} was aborted.`, cause: signal.reason });
    throw InvalidFileError.isInstance(error) ? error : guard.fail(describe(error), error);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Tells an archive by its first bytes. */
async function kindOf(archive: string): Promise<'zip' | 'gzip' | 'tar'> {
  const start = Buffer.alloc(4);
  try {
    await using handle = await open(archive);
    await handle.read(start, 0, 4, 0);
  } catch (error) {
    throw fileError(archive, error);
  }
  if (start.toString('latin1', 0, 2) === 'PK') return 'zip';
  return start[0] === 0x1f && start[1] === 0x8b ? 'gzip' : 'tar';
}
