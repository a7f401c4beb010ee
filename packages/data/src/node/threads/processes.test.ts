import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const packageFolder = fileURLToPath(new URL('../../..', import.meta.url));
/** Where every TensorFlow.js backend is installed. */
const installed = path.join(packageFolder, '../runtime/node_modules');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'processes '));
  await mkdir(path.join(folder, 'photos/all'), { recursive: true });
  const picture = await sharp({ create: { width: 20, height: 30, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();
  for (let i = 0; i < 50; i++) await writeFile(path.join(folder, `photos/all/${i}.jpg`), picture);
});
afterAll(() => rm(folder, { recursive: true }));

const source = (body: string) => `
  import { imageDatasetFromDirectory } from '@imgclf/data/node';
  import { initBackend } from '@imgclf/runtime/node';
  await initBackend({ backend: 'cpu' });
  const options = { imageSize: 8, batchSize: 4, verbose: false };
  const dataset = await imageDatasetFromDirectory(${JSON.stringify(path.join(folder, 'photos'))}, options);
  ${body}`;
const countAll = 'let n = 0; for await (const { xs } of dataset) n += xs.shape[0]; console.log(n);';

/** Runs Node until it ends by itself, without the package manager's word on where packages are. */
async function run(options: string[], cwd: string) {
  const env = { ...process.env, NODE_PATH: '' };
  const how = { cwd, env, timeout: 60_000 };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, options, how);
  return { output: stdout.trim(), warnings: stderr.trim() };
}

describe('a process', () => {
  const evaluate = (body: string) => run(['--input-type=module', '--eval', source(body)], packageFolder);

  test('waits for its threads while it reads, and ends when it has read all', async () => {
    expect(await evaluate(countAll)).toEqual({ output: '50', warnings: '' });
  });

  test('ends although a pass was never finished', async () => {
    const body = 'const pass = dataset[Symbol.asyncIterator](); await pass.next(); console.log("read");';
    expect(await evaluate(body)).toEqual({ output: 'read', warnings: '' });
  });
});

describe('a bundle of the package with a program', () => {
  beforeAll(async () => {
    await build({
      stdin: { contents: source(countAll), resolveDir: packageFolder },
      outfile: path.join(folder, 'app/program.mjs'),
      bundle: true,
      logLevel: 'error',
      platform: 'node',
      format: 'esm',
      external: ['@tensorflow/*', 'sharp', 'webgpu'],
      // Packages in CommonJS among the dependencies call it for Node's own modules.
      banner: {
        js: "import { createRequire as of } from 'node:module'; const require = of(import.meta.url);",
      },
    });
    await mkdir(path.join(folder, 'app/node_modules'));
    for (const name of ['@tensorflow', 'sharp'])
      await symlink(path.join(installed, name), path.join(folder, 'app/node_modules', name), 'junction');
  });

  test('loads without threads, and says so, where the package is not installed', async () => {
    const { output, warnings } = await run(['program.mjs'], path.join(folder, 'app'));
    expect(output).toBe('50');
    expect(warnings).toContain('Images are loaded on the calling thread');
  });

  test('has threads where it is', async () => {
    const scope = path.join(folder, 'app/node_modules/@imgclf');
    await mkdir(scope);
    await symlink(packageFolder, path.join(scope, 'data'), 'junction');
    expect(await run(['program.mjs'], path.join(folder, 'app'))).toEqual({ output: '50', warnings: '' });
  });
});
