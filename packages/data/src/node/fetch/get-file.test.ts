import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GetFileOptions, getFile } from './get-file';
import { kaggleDataset } from './kaggle-dataset';

const content = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31) % 251));
const sha256 = createHash('sha256').update(content).digest('hex');
let cacheDir: string;
let server: Server;
let base: string;
let requests: IncomingMessage[];
/** What the server calls the version of its file. */
let version: string | undefined;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  cacheDir = await mkdtemp(path.join(tmpdir(), 'cache-'));
  requests = [];
  version = '"one"';
  server = createServer((request, response) => {
    // Without a version the server is one that refuses to be asked beforehand.
    if (request.method === 'HEAD')
      return response.writeHead(version ? 200 : 405, version ? { etag: version } : {}).end();
    requests.push(request);
    return answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(cacheDir, { recursive: true });
});

const get = (options: GetFileOptions = {}) =>
  getFile(`${base}/some%20file.bin?x=1`, { cacheDir, ...options });

/** Serves ranges as servers do, with a version; cuts the connection after `cutAfter` bytes of an answer. */
function serve(cutAfter = Number.POSITIVE_INFINITY) {
  return (request: IncomingMessage, response: ServerResponse) => {
    const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    const start = asked && request.headers['if-range'] === version ? Number(asked[1]) : 0;
    const rest = content.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      ...(version && { etag: version }),
      'content-length': rest.length,
      ...(start > 0 && { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }),
    });
    if (rest.length <= cutAfter) response.end(rest);
    else response.write(rest.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 20));
  };
}

describe('getFile', () => {
  it('downloads once, with progress and a checksum', async () => {
    answer = serve();
    const progress: number[] = [];
    const file = await get({
      sha256: sha256.toUpperCase(),
      onProgress: ({ received, total }) => progress.push(received / (total ?? 0)),
    });
    expect(file).toBe(path.join(cacheDir, 'some file.bin'));
    expect(await readFile(file)).toEqual(content);
    expect(progress.at(-1)).toBe(1);
    expect(await get({ sha256 })).toBe(file);
    expect(requests).toHaveLength(1);
    expect(await readdir(cacheDir)).toEqual(['some file.bin']);
  });

  it('goes on after cut connections, and in a later call', async () => {
    answer = serve(100_000);
    expect(await readFile(await get({ sha256, retries: 20 }))).toEqual(content);
    // A connection that breaks may take along what it had delivered but nobody had read yet.
    const starts = requests.map(({ headers }) => Number(/\d+/.exec(headers.range ?? '0')?.[0]));
    expect(starts.length).toBeGreaterThanOrEqual(3);
    expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
    await expect(get({ fileName: 'other', retries: 0 })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    expect(await readdir(cacheDir)).not.toContain('other');
    expect(await readFile(await get({ fileName: 'other', retries: 20 }))).toEqual(content);
  });

  it('begins again when the server has another version, or tells none', async () => {
    for (const next of ['"two"', undefined]) {
      version = '"one"';
      answer = serve(100_000);
      const fileName = `file ${next}`;
      await expect(get({ fileName, retries: 0 })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
      version = next;
      answer = serve();
      expect(await readFile(await get({ fileName, sha256 }))).toEqual(content);
      expect(requests.at(-1)?.headers.range).toBeUndefined();
    }
  });

  it('deletes a file with another checksum, and fetches a kept one anew that has', async () => {
    answer = serve();
    await expect(get({ sha256: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'INVALID_FILE',
      message: expect.stringContaining(sha256),
    });
    expect(await readdir(cacheDir)).toEqual([]);
    await writeFile(path.join(cacheDir, 'some file.bin'), 'spoilt');
    expect(await readFile(await get({ sha256 }))).toEqual(content);
  });

  it('stops when its signal fires, and keeps what has come', async () => {
    answer = (_, response) =>
      response
        .writeHead(200, { etag: '"one"', 'content-length': content.length })
        .write(content.subarray(0, 1000));
    const controller = new AbortController();
    const stopped = get({ signal: controller.signal, onProgress: () => controller.abort('enough') });
    await expect(stopped).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' });
    expect(await readdir(cacheDir)).toEqual([expect.stringMatching(/\.part$/)]);
  });

  it.each<[string, (response: ServerResponse) => void, GetFileOptions, string]>([
    ['is missing', (response) => response.writeHead(404).end(), {}, 'FILE_NOT_FOUND'],
    [
      'claims to be too large',
      (response) => response.writeHead(200, { 'content-length': 10_000 }).end(),
      { maxBytes: 99 },
      'INVALID_FILE',
    ],
    ['turns out to be too large', (response) => response.end(content), { maxBytes: 99 }, 'INVALID_FILE'],
    [
      'never is complete',
      (response) => response.writeHead(200, { 'content-length': 9 }).write('x', () => response.destroy()),
      { retries: 1 },
      'FILE_UNREADABLE',
    ],
  ])('refuses a file that %s', async (_, respond, options, code) => {
    answer = (_request, response) => respond(response);
    await expect(get(options)).rejects.toMatchObject({ code });
    expect(await readdir(cacheDir)).not.toContain('some file.bin');
  });

  it('unpacks archives once', async () => {
    answer = (_, response) => response.end(zipSync({ 'a/b.txt': Buffer.from('hello') }));
    const folder = await get({ extract: true });
    expect(await readFile(path.join(folder, 'a', 'b.txt'), 'utf8')).toBe('hello');
    expect(await get({ extract: true })).toBe(folder);
    expect(requests).toHaveLength(1);
  });

  it.each<[string, string, GetFileOptions]>([
    ['url', 'ftp://example.com/a', {}],
    ['url', 'nothing', {}],
    ['fileName', 'http://127.0.0.1/', {}],
    ['fileName', 'http://127.0.0.1/a', { fileName: '../a' }],
    ['sha256', 'http://127.0.0.1/a', { sha256: 'abc' }],
    ['maxBytes', 'http://127.0.0.1/a', { maxBytes: 0 }],
  ])('refuses a wrong %s', async (argument, url, options) => {
    await expect(getFile(url, { cacheDir, ...options })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      argument,
    });
  });
});

describe('kaggleDataset', () => {
  it("downloads with the user's own access file, which no error quotes", async () => {
    const credentials = path.join(cacheDir, 'kaggle.json');
    const options = { cacheDir, credentials, baseUrl: `${base}/api/v1` };
    await expect(kaggleDataset('owner/name', options)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await writeFile(credentials, '{"username":"me","key":"secret" oops');
    await expect(kaggleDataset('owner/name', options)).rejects.toSatisfy(
      (error: Error) => !`${error.stack} ${error.cause}`.includes('secret'),
    );
    await writeFile(credentials, '{"username":"me","key":"secret"}');
    answer = (request, response) => {
      const isAllowed =
        request.headers.authorization === `Basic ${Buffer.from('me:secret').toString('base64')}`;
      response
        .writeHead(isAllowed ? 200 : 401)
        .end(isAllowed ? zipSync({ 'cats/1.txt': Buffer.from('cat') }) : '');
    };
    const folder = await kaggleDataset('owner/name', options);
    expect(await readFile(path.join(folder, 'cats', '1.txt'), 'utf8')).toBe('cat');
    expect(requests[0]?.url).toBe('/api/v1/datasets/download/owner/name');
    await expect(kaggleDataset('../name', options)).rejects.toMatchObject({ argument: 'dataset' });
  });
});
