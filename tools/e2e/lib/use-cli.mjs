import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { loadServer } from './load-server.mjs';
import { run } from './run.mjs';

/** By how many megabytes a server may grow under load once it is warm. */
const growthAllowed = 100;

/**
 * Uses the installed command as people do: trains, evaluates, predicts, exports, serves.
 *
 * @param {string} cwd a project that has `@imgclf/cli` installed
 * @param {{ training: string, validation: string, requests: number, weights?: string }} options folders of classes, and a
 * backbone's weights where there are any
 */
export async function useCli(cwd, { training, validation, requests, weights }) {
  const json = async (...args) =>
    JSON.parse(await run(['npx', 'imgclf', ...args, '--json', '--quiet'], { cwd }));
  const small = ['--epochs', '3', '--image-size', '64'];
  const how = weights === undefined ? small : ['--weights', weights];
  const trained = await json('train', training, '--out', 'model', ...how);
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
  const { url: home, backend, engine } = JSON.parse(line);
  const url = new URL('classify', home);
  const pictures = await readPictures(folder);
  await loadServer(url, { pictures, requests: Math.ceil(requests / 10), parallel: 8 });
  const resident = [await residentOf(url)];
  const load = await loadServer(url, { pictures, requests, parallel: 8 });
  resident.push(await residentOf(url));
  const malformed = await loadServer(url, { pictures: spoil(pictures), requests: 40, parallel: 4 });
  child.kill('SIGTERM');
  const [code] = await exit;
  const megabytes = resident.map((bytes) => Math.round(bytes / 1e6));
  const report = { ...load, malformed: malformed.statuses, megabytes, backend, engine };
  const isRefused = Object.keys(malformed.statuses).every((status) => status.startsWith('4'));
  const isFlat = megabytes[1] - megabytes[0] <= growthAllowed;
  if (load.statuses[200] !== requests || !isRefused || !isFlat || code !== 0)
    throw new Error(`The server failed: ${JSON.stringify({ ...report, code })}`);
  return report;
}

/** Text, nothing, and a picture that ends too soon. */
function spoil([picture]) {
  return [Buffer.from('no picture'), Buffer.alloc(0), picture.subarray(0, picture.length / 2)];
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
