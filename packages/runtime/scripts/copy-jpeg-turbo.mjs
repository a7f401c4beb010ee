import { cp, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * Puts libjpeg-turbo's binaries and their licences into `dist`. The package that they come from runs a script where it is
 * installed, and ours must run none.
 */
export async function copyJpegTurbo() {
  const manifest = createRequire(import.meta.url).resolve('@julusian/jpeg-turbo/package.json');
  const source = path.dirname(manifest);
  const target = path.join(root, 'dist', 'jpeg-turbo');
  for (const folder of await readdir(path.join(source, 'prebuilds'))) {
    const machine = folder.replace('jpeg-turbo-', '');
    await cp(path.join(source, 'prebuilds', folder), path.join(target, machine), { recursive: true });
  }
  await cp(path.join(source, 'LICENSE'), path.join(target, 'LICENSE'));
  await cp(path.join(root, 'scripts', 'jpeg-turbo-notice.md'), path.join(target, 'NOTICE.md'));
}
