import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { loadServer } from './load-server.mjs';
import { run } from './run.mjs';

/**
 * Uses the installed command as people do: trains, evaluates, predicts, exports, serves.
 *
 * @param {string} cwd a project that has `@imgclf/cli` installed
 * @param {{ training: string, validation: string, requests: number }} options folders of classes
 */
export async function useCli(cwd, { training, validation, requests }) {
  const json = async (...args) =>
    JSON.parse(await run(['npx', 'imgclf', ...args, '--json', '--quiet'], { cwd }));
  const trained = await json('train', training, '--epochs', '3', '--image-size', '64', '--out', 'model');
  const evaluated = await json('evaluate', 'model', validation);
  const [first] = await json('predict', 'model', validation);
  await json('export', 'model', '--format', 'onnx');
  if (first.top.length !== trained.classes.length) throw new Error('A prediction does not name every class.');
  const served = await serve(cwd, { folder: validation, requests });
  return { trained, accuracy: evaluated.accuracy, served };
}

async function serve(cwd, { folder, requests }) {
  const command = [path.join('node_modules', '@imgclf', 'cli', 'dist', 'main.js'), 'serve', 'model'];
  const options = ['--port', '0', '--rate', '1000000', '--json', '--quiet'];
  const child = spawn(process.execPath, [...command, ...options], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const [line] = await once(createInterface(child.stdout), 'line');
  const url = new URL('classify', JSON.parse(line).url);
  const pictures = await readPictures(folder);
  await loadServer(url, { pictures, requests: Math.ceil(requests / 10), parallel: 8 });
  const before = await residentOf(url);
  const load = await loadServer(url, { pictures, requests, parallel: 8 });
  const grown = (await residentOf(url)) - before;
  const malformed = await loadServer(url, {
    pictures: [Buffer.from('no picture')],
    requests: 20,
    parallel: 4,
  });
  child.kill('SIGTERM');
  const [code] = await exit;
  if (load.failed > 0 || malformed.failed !== 20 || code !== 0)
    throw new Error(`The server failed: ${JSON.stringify({ load, malformed, code })}`);
  return { ...load, megabytesGrown: Math.round(grown / 1e6) };
}

/** The server's memory, as it says itself. */
async function residentOf(url) {
  const metrics = await (await fetch(new URL('metrics', url))).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]);
}

async function readPictures(folder) {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => /\.(jpg|bmp)$/.test(name)).slice(0, 50);
  return Promise.all(files.map((name) => readFile(path.join(folder, name))));
}
