import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './run.mjs';

/**
 * Makes an empty project that installs packages from a registry, and runs no script of theirs.
 *
 * @param {{ cwd: string, packages: string[], env: Record<string, string>, files?: string }} options the project's
 * folder, what it installs, and a folder of files to start with
 */
export async function install({ cwd, packages, env, files }) {
  await mkdir(cwd, { recursive: true });
  await writeFile(path.join(cwd, 'package.json'), '{ "private": true }\n');
  if (files !== undefined) await cp(files, cwd, { recursive: true });
  await run(['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], { cwd, env });
  await checkLock(cwd, env.npm_config_registry);
}

/** What may have an install script: tools of bundlers, which the consumers bring. */
const withScripts = ['esbuild', 'fsevents'];

/** Everything came from the registry, and nothing else has an install script. */
async function checkLock(cwd, registry) {
  const { packages } = JSON.parse(await readFile(path.join(cwd, 'package-lock.json'), 'utf8'));
  for (const [folder, { resolved = registry, hasInstallScript = false }] of Object.entries(packages)) {
    if (!resolved.startsWith(registry)) throw new Error(`${folder} comes from ${resolved}.`);
    if (hasInstallScript && !withScripts.some((name) => folder.endsWith(`node_modules/${name}`)))
      throw new Error(`${folder} has an install script.`);
  }
}

/** The installed size of a project in MB, and how many copies of TensorFlow.js's core it has. */
export async function measure(cwd) {
  let bytes = 0;
  let cores = 0;
  for (const entry of await readdir(path.join(cwd, 'node_modules'), {
    recursive: true,
    withFileTypes: true,
  })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isDirectory() && file.endsWith(path.join('@tensorflow', 'tfjs-core'))) cores++;
    if (entry.isFile()) bytes += (await stat(file)).size;
  }
  return { megabytes: Math.round(bytes / 1e6), cores };
}
