import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const content = randomBytes(600_000);
const sha256 = createHash('sha256').update(content).digest('hex');
const script = fileURLToPath(new URL('__fixtures__/download.mjs', import.meta.url));

let server: Server;
let folder: string;
/** Answers that wait for the word to send the rest. */
let waiting: (() => void)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'imgclf processes '));
  server = createServer(({ method, headers: { range } }, response) => {
    const start = range === undefined ? 0 : Number(/\d+/.exec(range)?.[0]);
    const length = content.length - start;
    response.writeHead(start > 0 ? 206 : 200, { 'content-length': length, etag: '"one"' });
    if (method === 'HEAD') response.end();
    else sendSlowly(response, content.subarray(start));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

/** Half at once, the rest when told. */
function sendSlowly(response: ServerResponse, bytes: Uint8Array): void {
  response.write(bytes.subarray(0, bytes.length / 2));
  waiting.push(() => response.end(bytes.subarray(bytes.length / 2)));
}

function goOn(): void {
  for (const send of waiting) send();
  waiting = [];
}

/** A process that downloads, once it has the first bytes. */
async function start(target: string): Promise<ChildProcess> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;
  const child = spawn(process.execPath, [script, url, target, sha256], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child;
}

test('two processes at once, one of them killed, leave one whole file', async () => {
  const target = path.join(folder, 'cache', 'weights.h5');
  const [killed, other] = await Promise.all([start(target), start(target)]);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(await readdir(path.dirname(target))).not.toContain('weights.h5');
  goOn();
  expect(await once(other, 'exit')).toEqual([0, null]);
  expect(await readFile(target)).toEqual(content);

  // A later download goes on with what the killed process left.
  await rm(target);
  const third = await start(target);
  goOn();
  expect(await once(third, 'exit')).toEqual([0, null]);
  expect(await readFile(target)).toEqual(content);
  expect(await readdir(path.dirname(target))).toEqual(['weights.h5']);
}, 60_000);
