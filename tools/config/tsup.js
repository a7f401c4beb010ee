import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'tsup';

/**
 * The tsup configuration of a package, read off its `exports`: the subpath `./x` builds from
 * `src/x.ts` or `src/x/index.ts` to `dist/x.js` and `dist/x.d.ts`, so that the two cannot disagree.
 *
 * @param {string} configUrl the calling config's `import.meta.url`
 * @param {import('tsup').Options} [overrides] options for this package alone
 */
export function packageConfig(configUrl, overrides = {}) {
  const root = path.dirname(fileURLToPath(configUrl));
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return defineConfig({
    entry: entriesOf(root, manifest),
    format: 'esm',
    target: 'es2022',
    dts: true,
    sourcemap: true,
    clean: true,
    splitting: true,
    define: { __VERSION__: JSON.stringify(manifest.version) },
    ...overrides,
  });
}

function entriesOf(root, manifest) {
  const names = Object.keys(manifest.exports)
    .filter((subpath) => subpath !== './package.json')
    .map((subpath) => (subpath === '.' ? 'index' : subpath.slice(2)));
  return Object.fromEntries(names.map((name) => [name, sourceOf(root, name)]));
}

function sourceOf(root, name) {
  const file = path.join('src', `${name}.ts`);
  return existsSync(path.join(root, file)) ? file : path.join('src', name, 'index.ts');
}
