import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BackendInfo } from '../backends/backend-info';

const packageFolder = fileURLToPath(new URL('../..', import.meta.url));
const program = `
  import { describeBackends, initBackend } from '@imgclf/runtime/node';
  const [options] = process.argv.slice(2);
  try {
    const info = await initBackend(JSON.parse(options));
    const { table } = await describeBackends();
    console.log(JSON.stringify({ info, table }));
  } catch ({ name, message }) {
    console.log(JSON.stringify({ error: { name, message } }));
  }
`;

interface Outcome {
  info: BackendInfo;
  table: string;
  error?: { name: string; message: string };
}

interface Manifest {
  dependencies: Record<string, string>;
}

let project: string;

/** A project of its own, with this package and what it needs, and no native packages. */
beforeAll(async () => {
  project = await realpath(await mkdtemp(path.join(tmpdir(), 'imgclf with spaces ')));
  const self = path.join(project, 'node_modules/@imgclf/runtime');
  await cp(path.join(packageFolder, 'dist'), path.join(self, 'dist'), { recursive: true });
  await cp(path.join(packageFolder, 'package.json'), path.join(self, 'package.json'));
  const manifest = JSON.parse(await readFile(path.join(self, 'package.json'), 'utf8')) as Manifest;
  for (const name of ['@tensorflow/tfjs-core', ...Object.keys(manifest.dependencies)]) {
    const link = path.join(project, 'node_modules', name);
    await mkdir(path.dirname(link), { recursive: true });
    await symlink(await realpath(path.join(packageFolder, 'node_modules', name)), link, 'junction');
  }
  await writeFile(path.join(project, 'program.mjs'), program);
});

afterAll(() => rm(project, { recursive: true, force: true }));

/** Installs files as one of the project's packages for as long as `use` runs. */
async function withPackage(
  name: string,
  files: Record<string, string>,
  use: () => Promise<void>,
): Promise<void> {
  const folder = path.join(project, 'node_modules', name);
  for (const [file, content] of Object.entries({ 'package.json': '{"main": "dist/index.js"}', ...files })) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), content);
  }
  try {
    await use();
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function run(options = '{}', env: Record<string, string> = {}, cwd = project): Promise<Outcome> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(project, 'program.mjs'), options],
    {
      cwd,
      // The test runner's own packages would be found through NODE_PATH.
      env: { ...process.env, NODE_PATH: '', IMGCLF_BACKEND: '', ...env },
    },
  );
  return JSON.parse(stdout) as Outcome;
}

function reasons({ info }: Outcome): Record<string, string> {
  return Object.fromEntries(info.passedOver.map(({ name, reason }) => [name, reason]));
}

describe('initBackend without optional packages', () => {
  it('runs WebAssembly and says what is missing', async () => {
    const outcome = await run('{"threads": 1}');
    expect(outcome.info).toMatchObject({ name: 'wasm', threads: 1 });
    expect(reasons(outcome)).toEqual({
      'tfjs-node-gpu': expect.stringMatching(/no NVIDIA driver|not installed/) as string,
      'tfjs-node': 'the package @tensorflow/tfjs-node is not installed.',
      webgpu: 'the package @tensorflow/tfjs-backend-webgpu is not installed.',
    });
    expect(outcome.table).toMatch(
      /^tfjs-node +passed over +the package @tensorflow\/tfjs-node is not installed\.$/m,
    );
    expect(outcome.table).toMatch(/^wasm +running +.*WebAssembly SIMD, 1 thread, TensorFlow\.js 4\.22\.0$/m);
    expect(outcome.table).toMatch(/^cpu +not tried$/m);
  });

  it('throws when a missing backend is asked for by name', async () => {
    const message = 'The backend tfjs-node cannot start: the package @tensorflow/tfjs-node is not installed.';
    expect(await run('{"backend": "tfjs-node"}')).toEqual({
      error: { name: 'BackendUnavailableError', message },
    });
    expect((await run('{"backend": "webgl"}')).error?.name).toBe('BackendUnavailableError');
  });

  it('takes the default from IMGCLF_BACKEND, below the option', async () => {
    expect((await run('{}', { IMGCLF_BACKEND: 'cpu' })).info).toMatchObject({ name: 'cpu', passedOver: [] });
    expect((await run('{"backend": "wasm"}', { IMGCLF_BACKEND: 'cpu' })).info).toMatchObject({
      name: 'wasm',
    });
    expect((await run('{}', { IMGCLF_BACKEND: 'cuda' })).error).toEqual({
      name: 'InvalidArgumentError',
      message: expect.stringContaining('IMGCLF_BACKEND must be one of tfjs-node-gpu') as string,
    });
  });
});

describe('initBackend with broken packages', () => {
  const addon = { 'lib/napi-v8/tfjs_binding.node': 'not a library' };

  it('passes over tfjs-node whose install script did not run', async () => {
    await withPackage('@tensorflow/tfjs-node', { 'dist/index.js': '' }, async () => {
      expect(reasons(await run())['tfjs-node']).toContain('without its native addon');
    });
  });

  it('passes over tfjs-node with a TensorFlow.js of its own', async () => {
    const files = {
      ...addon,
      'dist/index.js': 'throw new Error("loaded")',
      'node_modules/@tensorflow/tfjs/package.json': '{"main": "index.js"}',
      'node_modules/@tensorflow/tfjs/index.js': '',
      'node_modules/@tensorflow/tfjs-core/package.json': '{"main": "index.js"}',
      'node_modules/@tensorflow/tfjs-core/index.js': '',
    };
    await withPackage('@tensorflow/tfjs-node', files, async () => {
      expect(reasons(await run())['tfjs-node']).toContain('another copy of @tensorflow/tfjs-core');
    });
  });

  it.each([
    [
      'fails while it loads',
      'throw new Error("libtensorflow.so.2: cannot open\\nmore")',
      'libtensorflow.so.2: cannot open',
    ],
    ['is not a program', 'this is not JavaScript', 'Unexpected identifier'],
    ['throws something odd', 'throw undefined', 'it failed without saying why'],
    ['has an addon that is no library', 'require("../lib/napi-v8/tfjs_binding.node")', 'tfjs_binding.node'],
    ['registers nothing', '', 'it did not register'],
  ])('passes over tfjs-node that %s', async (_, main, reason) => {
    const files = {
      ...addon,
      'dist/index.js': main,
      'node_modules/@tensorflow/tfjs/package.json': '{"main": "index.js"}',
      'node_modules/@tensorflow/tfjs/index.js': '',
    };
    await withPackage('@tensorflow/tfjs-node', files, async () => {
      const outcome = await run();
      expect(outcome.info.name).toBe('wasm');
      expect(reasons(outcome)['tfjs-node']).toContain(reason);
      expect((await run('{"backend": "tfjs-node"}')).error?.name).toBe('BackendUnavailableError');
    });
  });

  it('passes over WebGPU whose native part is missing', async () => {
    const files = {
      'package.json': '{"main": "index.js", "type": "module"}',
      'index.js': 'throw new Error("no dawn.node")',
    };
    await withPackage('@tensorflow/tfjs-backend-webgpu', { 'dist/index.js': '' }, () =>
      withPackage('webgpu', files, async () => {
        expect(reasons(await run()).webgpu).toBe('no dawn.node');
      }),
    );
  });
});
