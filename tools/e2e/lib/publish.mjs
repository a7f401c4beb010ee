import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './run.mjs';

/**
 * Makes a release in a copy of the repository, with the commands of the release workflow: versions and changelogs from the
 * changesets, each package checked, all published.
 *
 * @param {{ root: string, folder: string, registry: { env: Record<string, string> } }} options
 * @returns {Promise<string>} the copy
 */
export async function publish({ root, folder, registry }) {
  const copy = path.join(folder, 'repository');
  const tarballs = path.join(folder, 'tarballs');
  await mkdir(tarballs, { recursive: true });
  await run(['git', 'clone', '--quiet', root, copy], { cwd: folder });
  await run(['pnpm', 'install', '--frozen-lockfile', '--prefer-offline'], { cwd: copy });
  await run(['pnpm', 'exec', 'changeset', 'version'], { cwd: copy });
  for (const name of await readdir(path.join(root, 'packages'))) {
    const cwd = path.join(copy, 'packages', name);
    await cp(path.join(root, 'packages', name, 'dist'), path.join(cwd, 'dist'), { recursive: true });
    await omitProvenance(path.join(cwd, 'package.json'));
    await check(cwd, tarballs);
  }
  await publishPackages(copy, registry);
  return copy;
}

/**
 * Makes a prerelease after it, as the branch `next` does, from one change of one package. What depends on it follows.
 *
 * @param {string} copy the copy that was released
 * @param {{ env: Record<string, string> }} registry
 */
export async function publishNext(copy, registry) {
  await run(['pnpm', 'exec', 'changeset', 'pre', 'enter', 'next'], { cwd: copy });
  const change = "---\n'@imgclf/preprocess': minor\n---\n\nA change to rehearse.\n";
  await writeFile(path.join(copy, '.changeset', 'rehearsal.md'), change);
  await run(['pnpm', 'exec', 'changeset', 'version'], { cwd: copy });
  await publishPackages(copy, registry);
  const view = ['npm', 'view', '@imgclf/preprocess', 'dist-tags', '--json'];
  const tags = JSON.parse(await run(view, { cwd: copy, env: registry.env }));
  if (tags.latest.includes('-') || !tags.next?.endsWith('-next.0'))
    throw new Error(`The prerelease is not beside the release: ${JSON.stringify(tags)}.`);
  console.log(`prerelease: ${tags.next} as "next", ${tags.latest} stays "latest"`);
}

async function publishPackages(copy, { env }) {
  const output = await run(['pnpm', 'exec', 'changeset', 'publish', '--no-git-tag'], { cwd: copy, env });
  for (const [, name, version] of output.matchAll(/Publishing "(\S+)" at "(\S+)"/g))
    console.log(`published ${name} ${version}`);
}

/** The `exports`, types and files of what will be published. */
async function check(cwd, tarballs) {
  await run(['publint', '--strict', '.'], { cwd });
  const packed = await run(['pnpm', 'pack', '--pack-destination', tarballs], { cwd });
  const { exports } = JSON.parse(await readFile(path.join(cwd, 'package.json'), 'utf8'));
  if (Object.keys(exports).length > 1)
    await run(['attw', packed.trim().split('\n').at(-1), '--profile', 'esm-only'], { cwd });
}

/** Only a workflow that npm knows can say where a package comes from. */
async function omitProvenance(file) {
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  if (manifest.publishConfig?.access !== 'public' || manifest.publishConfig.provenance !== true)
    throw new Error(`${manifest.name} lacks a "publishConfig" with "access" and "provenance".`);
  delete manifest.publishConfig.provenance;
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);
}
