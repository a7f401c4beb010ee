import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../packages', import.meta.url));

/**
 * Every entry of every package, by its `exports`.
 *
 * @returns {{ name: string, source: string }[]} what people import, and the file that it is made from
 */
export function entriesOf() {
  return readdirSync(packages).flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(path.join(packages, folder, 'package.json'), 'utf8'));
    return Object.keys(exports)
      .filter((subpath) => exports[subpath].types !== undefined)
      .map((subpath) => ({
        name: subpath === '.' ? name : `${name}/${subpath.slice(2)}`,
        source: sourceOf(folder, subpath === '.' ? 'index' : subpath.slice(2)),
      }));
  });
}

function sourceOf(folder, entry) {
  const file = path.join(packages, folder, 'src', `${entry}.ts`);
  return existsSync(file) ? file : path.join(packages, folder, 'src', entry, 'index.ts');
}
