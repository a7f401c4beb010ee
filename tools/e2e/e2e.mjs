/**
 * `pnpm e2e`: makes a release, publishes it to a registry of its own, and uses every package from there in empty projects
 * outside the repository, as users do. `--images <folder>` with `train` and `validation` in it takes real photographs for
 * the command line, `--weights <file>` a backbone's weights; `--requests 2000` is how many the server gets.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { install, measure } from './lib/install.mjs';
import { paintClasses } from './lib/pictures.mjs';
import { publish, publishNext } from './lib/publish.mjs';
import { run } from './lib/run.mjs';
import { startRegistry } from './lib/start-registry.mjs';
import { useCli } from './lib/use-cli.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(path.dirname(here));
const { values } = parseArgs({
  options: {
    images: { type: 'string' },
    weights: { type: 'string' },
    requests: { type: 'string', default: '200' },
  },
});
const bin = [path.join(here, 'node_modules/.bin'), path.join(root, 'node_modules/.bin')];
process.env.PATH = [...bin, process.env.PATH].join(path.delimiter);

const folder = await mkdtemp(path.join(tmpdir(), 'imgclf e2e '));
const upstream = (await run(['npm', 'config', 'get', 'registry'], { cwd: folder })).trim();
const registry = await startRegistry(path.join(folder, 'registry'), upstream);
try {
  await requireUpstream(registry.env);
  const copy = await publish({ root, folder, registry });
  const pictures = path.join(folder, 'pictures');
  await paintClasses(pictures);
  const { env } = registry;
  await useAlone(pictures, env);
  await consume(pictures, env);
  const cwd = path.join(folder, 'command line');
  await install({ cwd, packages: ['@imgclf/cli'], env });
  await checkSize('cli', cwd);
  const training = values.images === undefined ? pictures : path.resolve(values.images, 'train');
  const validation = values.images === undefined ? pictures : path.resolve(values.images, 'validation');
  const weights = values.weights === undefined ? undefined : path.resolve(values.weights);
  const used = await useCli(cwd, { training, validation, weights, requests: Number(values.requests) });
  console.log('command line:', JSON.stringify(used));
  await publishNext(copy, registry);
} finally {
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0); // the registry keeps timers

/** Behind some proxies only npm itself reaches the registry; then there is nothing to install from. */
async function requireUpstream(env) {
  try {
    await run(['npm', 'view', 'is-number', 'version'], { cwd: folder, env });
  } catch {
    console.log('The registry cannot be reached through one of our own: the release is not rehearsed here.');
    process.exit(0);
  }
}

/** Each package alone in an empty project. */
async function useAlone(pictures, env) {
  for (const file of await readdir(path.join(here, 'alone'))) {
    const name = path.basename(file, '.mjs');
    const cwd = path.join(folder, 'alone', name);
    const peers = name === 'detect' ? ['@vladmandic/human@3'] : []; // the optional one that holds BlazeFace
    await install({ cwd, packages: [`@imgclf/${name}`, ...peers], env, files: path.join(here, 'alone') });
    await run([process.execPath, file, pictures], { cwd });
    await checkSize(name, cwd);
  }
}

/** What a package brings along, against its budget in `budgets.json`. */
async function checkSize(name, cwd) {
  const { megabytes, cores } = await measure(cwd);
  const budgets = JSON.parse(await readFile(path.join(here, 'budgets.json'), 'utf8'));
  if (cores !== 1) throw new Error(`@imgclf/${name} brings ${cores} copies of @tensorflow/tfjs-core.`);
  if (!(megabytes <= budgets[name]))
    throw new Error(`@imgclf/${name} takes ${megabytes} MB, more than its budget of ${budgets[name]} MB.`);
  console.log(`@imgclf/${name} alone: works, ${megabytes} MB installed (budget: ${budgets[name]} MB)`);
}

/** All packages in projects of different kinds. */
async function consume(pictures, env) {
  const packages = ['runtime', 'preprocess', 'data', 'models', 'train'].map((name) => `@imgclf/${name}`);
  const project = async (name, more = []) => {
    const cwd = path.join(folder, 'consumers', name);
    await install({ cwd, packages: [...packages, ...more], env, files: path.join(here, 'consumers', name) });
    return (...command) => run(command, { cwd });
  };
  const node = await project('node-cjs');
  await node(process.execPath, 'test.cjs', pictures);
  const typescript = await project('typescript', ['typescript@5.9', '@types/node@20']);
  await typescript('npx', 'tsc', '-p', '.', '--module', 'nodenext');
  await typescript('npx', 'tsc', '-p', '.', '--module', 'esnext', '--moduleResolution', 'bundler');
  const bundlers = await project('bundlers', ['vite@6', 'webpack@5', 'webpack-cli@6', 'esbuild']);
  await bundlers('npx', 'vite', 'build', '--outDir', 'vite-out');
  await bundlers('npx', 'webpack', '--output-path', 'webpack-out');
  const external = ['webgl', 'webgpu'].map((name) => `--external:@tensorflow/tfjs-backend-${name}`);
  const output = ['--format=esm', '--minify', '--outfile=esbuild-out/main.js'];
  await bundlers('npx', 'esbuild', 'main.js', '--bundle', ...output, ...external);
  console.log('CommonJS, TypeScript (nodenext, bundler), Vite, webpack and esbuild: work');
}
