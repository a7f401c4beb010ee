import { mkdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes the folder that a run writes to: the one asked for, or the first of `runs/<name>`, `runs/<name>-2`, ... that
 * does not exist yet, so that no earlier run is overwritten.
 */
export async function makeRunFolder(name: string, asked: string | undefined): Promise<string> {
  if (asked !== undefined) {
    await mkdir(asked, { recursive: true });
    return path.resolve(asked);
  }
  await mkdir('runs', { recursive: true });
  for (let number = 1; ; number++) {
    const folder = path.resolve('runs', number === 1 ? name : `${name}-${number}`);
    if (await makeNew(folder)) return folder;
  }
}

async function makeNew(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
