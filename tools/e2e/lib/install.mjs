import { cp, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './run.mjs';

/**
 * Makes an empty project that installs packages from a registry.
 *
 * @param {{ cwd: string, packages: string[], env: Record<string, string>, files?: string }} options the project's
 * folder, what it installs, and a folder of files to start with
 */
export async function install({ cwd, packages, env, files }) {
  await mkdir(cwd, { recursive: true });
  await writeFile(path.join(cwd, 'package.json'), '{ "private": true }\n');
  if (files !== undefined) await cp(files, cwd, { recursive: true });
  await run(['npm', 'install', '--no-audit', '--no-fund', ...packages], { cwd, env });
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
