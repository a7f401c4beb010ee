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

/** Runs turbo tasks, with turbo's own flags after them, and returns the exit status. */
export function turbo(...args) {
  return run([process.execPath, path.join(root, 'node_modules', 'turbo', 'bin', 'turbo'), 'run', ...args]);
}

/**
 * Runs a program with the workspace's binaries on its path and returns the exit status.
 *
 * @param {string[]} command the program and its arguments
 * @param {string} [cwd] where to run it; the workspace root by default
 */
export function run([program, ...args], cwd = root) {
  const bin = path.join(root, 'node_modules', '.bin');
  const env = {
    ...process.env,
    PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  };
  const { status, error } = spawnSync(program, args, { cwd, env, stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
}

/** npx of the npm that runs this script, else the one on the path. */
function runNpx(...args) {
  const npm = process.env.npm_execpath;
  const npx = npm?.endsWith('npm-cli.js') ? path.join(path.dirname(npm), 'npx-cli.js') : undefined;
  const status = run(npx && existsSync(npx) ? [process.execPath, npx, ...args] : ['npx', ...args]);
  if (status !== 0) process.exit(status);
}
