import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { InvalidArgumentError, throwIfAborted } from '@imgclf/runtime';
import { fileError } from '@imgclf/runtime/node';
import { compareCodePoints } from '../index/compare-code-points';

/** What to walk for. */
export interface WalkOptions {
  /** Lower-case endings with their dot; a file is kept when its lower-cased name ends with one of them. */
  readonly extensions: readonly string[];
  /** Whether to go down into folders that are symbolic links. */
  readonly followLinks: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds files under a folder in Keras's order: folders by their whole path, in each the files by name, both by code
 * point. A link back to a folder that is being walked is not followed again.
 */
export async function walkFiles(root: string, options: WalkOptions): Promise<string[]> {
  const folders: { folder: string; files: string[] }[] = [];
  await visit(root, new Set(), { ...options, folders });
  folders.sort((a, b) => compareCodePoints(a.folder, b.folder));
  return folders.flatMap(({ folder, files }) => files.map((file) => path.join(folder, file)));
}

/** The names in a folder, in code point order, that are folders or links to one. */
export async function listFolders(directory: string): Promise<string[]> {
  const entries = await readFolder(directory);
  const names = await Promise.all(
    entries.map(async (entry) => ((await isFolder(directory, entry)) ? entry.name : undefined)),
  );
  return names.filter((name) => name !== undefined).sort(compareCodePoints);
}

interface Walk extends WalkOptions {
  readonly folders: { folder: string; files: string[] }[];
}

async function visit(folder: string, ancestors: ReadonlySet<string>, walk: Walk): Promise<void> {
  throwIfAborted(walk.signal);
  const entries = await readFolder(folder);
  const real = await realpath(folder);
  if (ancestors.has(real)) return;
  const within = new Set(ancestors).add(real);
  const files: string[] = [];
  for (const entry of entries) {
    if (await isFolder(folder, entry)) {
      if (walk.followLinks || !entry.isSymbolicLink())
        await visit(path.join(folder, entry.name), within, walk);
    } else if (hasExtension(entry.name, walk.extensions)) files.push(entry.name);
  }
  walk.folders.push({ folder, files: files.sort(compareCodePoints) });
}

function hasExtension(name: string, extensions: readonly string[]): boolean {
  const lower = name.toLowerCase();
  return extensions.some((extension) => lower.endsWith(extension));
}

async function isFolder(parent: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  try {
    return (await stat(path.join(parent, entry.name))).isDirectory();
  } catch {
    // A link to nothing, or to itself, is no folder; if it is listed as a file, reading it reports why it fails.
    return false;
  }
}

/** A folder's entries. @throws {FileNotFoundError} @throws {InvalidArgumentError} @throws {FileUnreadableError} */
async function readFolder(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOTDIR') throw fileError(folder, cause);
    throw new InvalidArgumentError({ argument: 'directory', allowed: 'a folder', received: folder, cause });
  }
}
