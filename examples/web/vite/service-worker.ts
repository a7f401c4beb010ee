import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const source = new URL('service-worker.js', import.meta.url);

/** Writes `service-worker.js` with the list of everything that was built, so that the page works offline. */
export function serviceWorker(): Plugin {
  let folder = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved({ root, build }) {
      folder = path.resolve(root, build.outDir);
    },
    closeBundle() {
      const files = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== 'service-worker.js')
        .map((entry) =>
          path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
        )
        .sort();
      const hash = createHash('sha256');
      for (const file of files) hash.update(file).update(readFileSync(path.join(folder, file)));
      const settings = { version: hash.digest('hex').slice(0, 16), files: ['./', ...files] };
      const script = readFileSync(source, 'utf8').replace('__SETTINGS__', JSON.stringify(settings));
      writeFileSync(path.join(folder, 'service-worker.js'), script);
    },
  };
}
