import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { imagenetWeights } from './imagenet-weights';

const weights = Buffer.concat([
  Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.alloc(50_000, 7),
]);
const hash = (algorithm: string) => createHash(algorithm).update(weights).digest('hex');

let server: Server;
let cacheDir: string;
/** What the server sends. */
let body: Buffer;

beforeAll(async () => {
  server = createServer(({ method, url }, response) => {
    // `/short` states more than it sends, as a connection that ends early does.
    response.writeHead(200, { 'content-length': body.length + (url === '/short/a.h5' ? 100 : 0) });
    if (method === 'HEAD') response.end();
    else response.write(body, () => (url === '/short/a.h5' ? response.destroy() : response.end()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.close();
  await rm(cacheDir, { recursive: true, force: true });
});
beforeEach(async () => {
  if (cacheDir !== undefined) await rm(cacheDir, { recursive: true, force: true });
  cacheDir = await mkdtemp(path.join(os.tmpdir(), 'imgclf weights '));
  body = weights;
});

const url = (name = 'a.h5') => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`;
const failing = (code: string) => expect.objectContaining({ code });

test('keeps a file that is right, and its hash', async () => {
  const seen: number[] = [];
  const onProgress = ({ received }: { received: number }) => seen.push(received);
  const file = await imagenetWeights({ url: url(), md5: hash('md5') }, { cacheDir, onProgress });
  expect(await readFile(file)).toEqual(weights);
  expect(await readFile(`${file}.sha256`, 'utf8')).toBe(hash('sha256'));
  expect(seen.at(-1)).toBe(weights.length);
});

test.each([
  ['a page of HTML', () => Buffer.from('<!DOCTYPE html><title>Sign in</title>'), undefined],
  ['a file with another checksum', () => Buffer.concat([weights, Buffer.alloc(1)]), hash('md5')],
])('leaves nothing of %s', async (_, made, md5) => {
  body = made();
  const file = md5 === undefined ? { url: url() } : { url: url(), md5 };
  await expect(imagenetWeights(file, { cacheDir })).rejects.toThrow(failing('INVALID_FILE'));
  expect(await readdir(cacheDir)).toEqual([]);
});

test('puts no download in place that ends early', async () => {
  const call = imagenetWeights({ url: url('short/a.h5') }, { cacheDir });
  await expect(call).rejects.toThrow(failing('FILE_UNREADABLE'));
  expect(await readdir(cacheDir)).not.toContain('a.h5');
});

test('refuses a file that has been tampered with since', async () => {
  const file = await imagenetWeights({ url: url() }, { cacheDir });
  const changed = Buffer.from(weights);
  changed[9000] = 1;
  await writeFile(file, changed);
  await expect(imagenetWeights({ url: url() }, { cacheDir })).rejects.toThrow(failing('INVALID_FILE'));
});

test('says plainly that there is no connection', async () => {
  const call = imagenetWeights({ url: 'http://127.0.0.1:9/a.h5' }, { cacheDir });
  await expect(call).rejects.toThrow(
    expect.objectContaining({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('Is there a connection, or a proxy to set?'),
    }),
  );
});
