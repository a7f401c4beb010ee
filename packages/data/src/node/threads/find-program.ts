import { createRequire } from 'node:module';

let program: string | undefined | null;

/**
 * Finds the program of the threads: `node/image-worker` of this package as installed, also for a bundle of its code.
 * Where there is none, because the package was bundled and then not installed, or threads are forbidden (Node's
 * permission model), a warning says once that images are loaded without threads.
 */
export function findProgram(): string | undefined {
  if (program === undefined) {
    const found = find();
    program = typeof found === 'string' ? found : null;
    if (typeof found !== 'string')
      process.emitWarning(`Images are loaded on the calling thread, which is slower: ${found.reason}.`, {
        type: 'ImgclfWarning',
        code: 'IMGCLF_NO_THREADS',
      });
  }
  return program ?? undefined;
}

function find(): string | { reason: string } {
  const { permission } = process as { permission?: { has(scope: string): boolean } };
  if (permission?.has('worker') === false) return { reason: 'this process may not start threads' };
  try {
    return createRequire(import.meta.url).resolve('@imgclf/data/node/image-worker');
  } catch {
    return { reason: '@imgclf/data is bundled, and not installed where the bundle runs' };
  }
}
