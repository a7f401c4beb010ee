/**
 * `npm run check-changesets`: every package whose code differs from its last release is named by a changeset; one that was
 * never released always is. The last release is the tag `<name>@<version>`; a shallow clone fetches it. A version that has no
 * tag yet waits for its release.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import readReleasePlan from '@changesets/get-release-plan';
import { root } from './workspace.mjs';

const { changesets } = await readReleasePlan(root); // refuses changesets that name no package of ours
const named = new Set(changesets.flatMap(({ releases }) => releases.map(({ name }) => name)));
const missing = readdirSync(path.join(root, 'packages')).filter((folder) => {
  const { name, version } = JSON.parse(
    readFileSync(path.join(root, 'packages', folder, 'package.json'), 'utf8'),
  );
  return !named.has(name) && hasChanged(folder, { name, version });
});
for (const folder of missing) console.error(`packages/${folder} has changed, and no changeset says so.`);
if (missing.length > 0) console.error('Describe the change for its users with "npm run changeset".');
else console.log(`Every changed package has a changeset; ${named.size} will be released.`);
process.exitCode = missing.length === 0 ? 0 : 1;

function hasChanged(folder, { name, version }) {
  if (version === '0.0.0') return true;
  const tag = `${name}@${version}`;
  if (!git('rev-parse', '--quiet', '--verify', `refs/tags/${tag}`))
    git('fetch', '--quiet', '--depth', '1', 'origin', `refs/tags/${tag}:refs/tags/${tag}`);
  if (!git('rev-parse', '--quiet', '--verify', `refs/tags/${tag}`)) return false;
  const code = ['src', 'assembly', 'package.json'].map((part) => `packages/${folder}/${part}`);
  return !git('diff', '--quiet', `refs/tags/${tag}`, '--', ...code, ':(exclude)*.test.ts');
}

/** Whether a git command succeeded. */
function git(...args) {
  return spawnSync('git', args, { cwd: root, stdio: 'ignore' }).status === 0;
}
