/**
 * `npm run check-guides`: takes the TypeScript of each guide as one program, checks its types against the built packages,
 * and runs it on forty small pictures of two classes. `npm run check-guides -- augmentation` takes one guide.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { paintClasses } from '../tools/e2e/lib/pictures.mjs';
import { root, run } from './workspace.mjs';

/**
 * The guides whose programs are run, in this order, and what is changed in them first. Not the one for browsers: it needs a
 * page, and the tests of examples/web-minimal have one.
 */
const runs = [
  { guide: 'first-classifier', makes: ['flower-model/model.json'] },
  { guide: 'deployment', port: '8080', makes: ['photo-model.keras', 'photo-model.onnx'] },
  { guide: 'from-keras', makes: ['model.keras'] },
  { guide: 'augmentation', makes: ['augmentation.svg'] },
  // ImageNet's weights are not downloaded here.
  {
    guide: 'transfer-learning',
    change: ['mobileNetV2({', 'mobileNetV2({ weights: null, alpha: 0.35,'],
    makes: ['cache/training.npz', 'photo-model/model.json'],
  },
];

const guides = path.join(root, 'docs', 'guides');
const only = process.argv[2];
const folder = path.join(root, 'examples', 'custom-training', '.guides');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const pictures = mkdtempSync(path.join(tmpdir(), 'imgclf-guides-'));
try {
  process.exitCode = checkTypes();
  if (process.exitCode === 0) await runPrograms();
} finally {
  rmSync(folder, { recursive: true });
  rmSync(pictures, { recursive: true });
}

/** Writes every guide's program and compiles it; the compiler's exit code. */
function checkTypes() {
  for (const name of readdirSync(guides)) {
    const blocks = readFileSync(path.join(guides, name), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms);
    const program = Array.from(blocks, ([, code]) => code).join('\n');
    if (program !== '')
      writeFileSync(path.join(folder, name.replace('.md', '.ts')), `${program}\nexport {};\n`);
  }
  const config = { extends: '../tsconfig.json', compilerOptions: { noEmit: false }, include: ['*.ts'] };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  return run(['tsc', '-p', folder]);
}

async function runPrograms() {
  for (const name of ['flowers', 'photos']) await paintClasses(path.join(pictures, name));
  cpSync(path.join(pictures, 'flowers', 'light', '3.bmp'), path.join(pictures, 'rose.jpg'));
  for (const settings of runs.filter(({ guide }) => only === undefined || only === guide)) {
    const started = performance.now();
    await runProgram(settings);
    console.log(`${settings.guide}: runs, ${((performance.now() - started) / 1000).toFixed(0)} s`);
    // The guide on deployment begins with a model that is there.
    if (settings.guide === 'first-classifier')
      cpSync(path.join(pictures, 'flower-model'), path.join(pictures, 'photo-model'), { recursive: true });
  }
}

async function runProgram({ guide, change = ['', ''], port, makes }) {
  const program = path.join(folder, `${guide}.js`);
  const free = port === undefined ? '' : String(await freePort());
  const text = readFileSync(program, 'utf8');
  if (!text.includes(change[0]) || !text.includes(port ?? ''))
    throw new Error(`${guide} has changed; see "runs".`);
  writeFileSync(program, text.replace(change[0], change[1]).replace(port ?? '', free));
  const env = { ...process.env, IMGCLF_BACKEND: 'wasm' };
  const child = spawn(process.execPath, [program], {
    cwd: pictures,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exit = once(child, 'exit');
  const isMade = () => makes.every((file) => existsSync(path.join(pictures, file)));
  if (port !== undefined) {
    await askOnce(`http://127.0.0.1:${free}`);
    await waitFor(isMade);
    child.kill();
  }
  const [code, signal] = await exit;
  if ((code !== 0 && signal !== 'SIGTERM') || !isMade())
    throw new Error(`The program of ${guide}.md ended with ${code}, and shall make ${makes.join(', ')}.`);
}

/** Sends a server a light picture as soon as it is up. */
async function askOnce(url) {
  const body = readFileSync(path.join(pictures, 'rose.jpg'));
  const answer = await waitFor(() => fetch(url, { method: 'POST', body }).catch(() => undefined));
  const classes = await answer.json();
  if (classes.length !== 2)
    throw new Error(`The server answered ${answer.status} ${JSON.stringify(classes)}.`);
}

/** What `attempt` gives as soon as that is something; within a minute. */
async function waitFor(attempt) {
  for (let tries = 0; tries < 120; tries++) {
    const found = await attempt();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('A program did not do what its guide says within a minute.');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
