import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './run.mjs';

/**
 * Makes a release in a copy of the repository: versions and changelogs from the changesets, a tarball for each package,
 * each checked and published.
 *
 * @param {{ root: string, folder: string, registry: { env: Record<string, string> } }} options
 * @returns {Promise<{ name: string, version: string, bytes: number }[]>} what was published
 */
export async function publish({ root, folder, registry }) {
  const copy = path.join(folder, 'repository');
  const tarballs = path.join(folder, 'tarballs');
  await mkdir(tarballs, { recursive: true });
  await run(['git', 'clone', '--quiet', root, copy], { cwd: folder });
  await run(['pnpm', 'install', '--frozen-lockfile', '--prefer-offline'], { cwd: copy });
  await run(['pnpm', 'exec', 'changeset', 'version'], { cwd: copy });
  const published = [];
  for (const name of await readdir(path.join(root, 'packages'))) {
    const cwd = path.join(copy, 'packages', name);
    await cp(path.join(root, 'packages', name, 'dist'), path.join(cwd, 'dist'), { recursive: true });
    await run(['publint', '--strict', '.'], { cwd });
    const tarball = (await run(['pnpm', 'pack', '--pack-destination', tarballs], { cwd }))
      .trim()
      .split('\n')
      .at(-1);
    const { version, exports } = JSON.parse(await readFile(path.join(cwd, 'package.json'), 'utf8'));
    if (Object.keys(exports).length > 1) await run(['attw', tarball, '--profile', 'esm-only'], { cwd });
    await run(['npm', 'publish', tarball, '--no-provenance', '--tag', 'latest'], { cwd, env: registry.env });
    published.push({ name: `@imgclf/${name}`, version });
    console.log(`published @imgclf/${name} ${version}`);
  }
  return published;
}
