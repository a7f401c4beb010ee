/**
 * What `npm start`, `npm test` and `.ci/run` share: installing and building the workspace on a machine that has only
 * Node and npm. pnpm comes through npx, at the version pinned as `packageManager`, the first time; afterwards
 * everything runs from `node_modules`, offline too.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const marker = path.join(root, 'node_modules', '.imgclf-installed');

/** Installs the workspace unless `node_modules` already matches the lockfile. */
export function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'pnpm-lock.yaml')))
    .digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  console.log(`Installing with ${manifest.packageManager} ...`);
  runNpx('--yes', manifest.packageManager, 'install', '--frozen-lockfile', '--reporter=append-only');
  writeFileSync(marker, wanted);
}

/** Runs turbo tasks, with turbo's own flags after them; ends the process where one fails. */
export function turbo(...args) {
  run(process.execPath, path.join(root, 'node_modules', 'turbo', 'bin', 'turbo'), 'run', ...args);
}

/** Runs a program in the workspace root with the workspace's binaries on its path; ends the process where it fails. */
export function run(program, ...args) {
  const status = tryRun(program, ...args);
  if (status !== 0) process.exit(status);
}

/** Like {@link run}, but returns the exit status. */
export function tryRun(program, ...args) {
  const bin = path.join(root, 'node_modules', '.bin');
  const env = {
    ...process.env,
    PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  };
  const { status, error } = spawnSync(program, args, { cwd: root, env, stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
}

/** npx of the npm that runs this script, else the one on the path. */
function runNpx(...args) {
  const npm = process.env.npm_execpath;
  const npx = npm?.endsWith('npm-cli.js') ? path.join(path.dirname(npm), 'npx-cli.js') : undefined;
  if (npx && existsSync(npx)) run(process.execPath, npx, ...args);
  else run('npx', ...args);
}
