import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * The main file of an optional package: as this package sees it, as the program that runs sees it, or as the current
 * folder's project sees it. Undefined when none of them has it.
 */
export function resolvePackage(name: string): string | undefined {
  const program = process.argv[1];
  const places = [import.meta.url, ...(program ? [program] : []), path.join(process.cwd(), 'index.js')];
  for (const place of places) {
    const file = resolveFrom(place, name);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** The main file of `name` as the module at `place` sees it. */
export function resolveFrom(place: string | URL, name: string): string | undefined {
  try {
    return createRequire(place).resolve(name);
  } catch {
    return undefined;
  }
}
