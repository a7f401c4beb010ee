import { randomUUID } from 'node:crypto';
import { copyFile, link, lstat, mkdir, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { InvalidArgumentError } from '@imgclf/runtime';
import { fileError } from '@imgclf/runtime/node';

/** One file to bring to its place. */
export interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly by: 'copy' | 'link' | 'move';
  /** The size that the file has. */
  readonly bytes: number;
}

/**
 * Brings a file to its place, unless it is there already. Never writes over another file, and never leaves half of
 * one.
 *
 * @throws {InvalidArgumentError} when another file is in the place
 * @throws {FileNotFoundError} @throws {FileUnreadableError}
 */
export async function transferFile(transfer: Transfer): Promise<void> {
  const { from, to, by } = transfer;
  try {
    if (await isDone(transfer)) return;
    await mkdir(path.dirname(to), { recursive: true });
    if (by === 'link') await symlink(from, to);
    else if (by === 'move') await move(from, to);
    else await copy(from, to);
  } catch (error) {
    throw error instanceof InvalidArgumentError ? error : fileError(from, error);
  }
}

async function isDone({ from, to, by, bytes }: Transfer): Promise<boolean> {
  const there = await lstat(to).catch(() => undefined);
  if (there === undefined) return false;
  const isSame =
    by === 'link' ? there.isSymbolicLink() && (await readlink(to)) === from : there.size === bytes;
  if (isSame) return true;
  throw new InvalidArgumentError({
    argument: 'target',
    allowed: 'a folder without other files',
    received: to,
  });
}

async function copy(from: string, to: string): Promise<void> {
  const unfinished = path.join(path.dirname(to), `.${randomUUID()}.tmp`);
  try {
    await copyFile(from, unfinished);
    await rename(unfinished, to);
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function move(from: string, to: string): Promise<void> {
  try {
    // A second name first: unlike a renaming it fails where another file has come to be in the meantime.
    await link(from, to);
  } catch (error) {
    if (!['EXDEV', 'EPERM', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await copy(from, to);
  }
  await rm(from);
}

/** A file's size. @throws {FileNotFoundError} @throws {FileUnreadableError} */
export async function sizeOf(file: string): Promise<number> {
  const { size } = await stat(file).catch((error: unknown) => {
    throw fileError(file, error);
  });
  return size;
}
