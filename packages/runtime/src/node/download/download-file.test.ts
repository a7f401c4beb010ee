import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { InvalidFileError } from '../../errors/invalid-file-error';
import type { DownloadProgress } from '../../platform/download-progress';
import { downloadFile } from './download-file';

const content = randomBytes(300_000);
const sha256 = createHash('sha256').update(content).digest('hex');

let server: Server;
let base: string;
let folder: string;
/** What the server does with its next requests for content, in turn; then it behaves. */
let script: ('cut' | 'corrupt')[];
let requests: { method: string; range: string | undefined }[];
let etag: string | undefined;

beforeAll(async () => {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'imgclf download '));
  script = [];
  requests = [];
  etag = '"one"';
});
afterEach(() => rm(folder, { recursive: true }));

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { method = '', headers, url } = request;
  requests.push({ method, range: headers.range });
  if (!url?.endsWith('/file')) {
    response.writeHead(404).end();
    return;
  }
  const start = headers.range === undefined ? 0 : Number(/\d+/.exec(headers.range)?.[0]);
  const rest = content.subarray(start);
  const named = etag === undefined ? {} : { etag };
  response.writeHead(start > 0 ? 206 : 200, { 'content-length': rest.length, ...named });
  if (method === 'HEAD') {
    response.end();
    return;
  }
  const step = script.shift();
  if (step === 'corrupt') response.end(Buffer.alloc(rest.length));
  else if (step === 'cut')
    response.write(rest.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 20));
  else response.end(rest);
}

const startOf = (range: string | undefined) => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1]);
const target = () => path.join(folder, 'cache', 'file');
const files = () => readdir(path.dirname(target())).catch(() => [] as string[]);
const checksum = { algorithm: 'sha256', value: sha256 } as const;

test('downloads once, and says how far it is', async () => {
  const seen: DownloadProgress[] = [];
  await downloadFile(`${base}/file`, target(), { checksum, onProgress: (progress) => seen.push(progress) });
  expect(await readFile(target())).toEqual(content);
  expect(seen.at(-1)).toEqual({ url: `${base}/file`, received: 300_000, total: 300_000 });
  const before = requests.length;
  await downloadFile(`${base}/file`, target(), { checksum });
  expect(requests).toHaveLength(before);
});

test('goes on where the connection broke', async () => {
  script = ['cut', 'cut'];
  await downloadFile(`${base}/file`, target(), { checksum });
  expect(await readFile(target())).toEqual(content);
  const ranges = requests.filter(({ method }) => method === 'GET').map(({ range }) => range);
  expect(ranges).toHaveLength(3);
  expect(ranges[0]).toBeUndefined();
  // A connection that breaks may take along what it had delivered but nobody had read yet.
  const [second = 0, third = 0] = ranges.slice(1).map(startOf);
  expect(second).toBeGreaterThan(0);
  expect(second).toBeLessThanOrEqual(100_000);
  expect(third).toBeGreaterThan(second);
  expect(third).toBeLessThanOrEqual(second + 100_000);
  expect(await files()).toEqual(['file']);
});

test('a later download goes on with what an earlier one left', async () => {
  script = ['cut'];
  const first = downloadFile(`${base}/file`, target(), { retries: 0 });
  await expect(first).rejects.toThrow(
    expect.objectContaining({ code: 'FILE_UNREADABLE', file: `${base}/file` }),
  );
  expect(await files()).toEqual([expect.stringMatching(/^file\..*\.part$/)]);
  await downloadFile(`${base}/file`, target(), { checksum });
  expect(startOf(requests.at(-1)?.range)).toBeGreaterThan(0);
  expect(startOf(requests.at(-1)?.range)).toBeLessThanOrEqual(100_000);
  expect(await files()).toEqual(['file']);
});

test('begins again when the file has changed on the server, or has no version', async () => {
  for (const next of ['"two"', undefined]) {
    script = ['cut'];
    etag = '"one"';
    await expect(downloadFile(`${base}/file`, target(), { retries: 0 })).rejects.toThrow();
    etag = next;
    await downloadFile(`${base}/file`, target(), { checksum });
    expect(requests.at(-1)?.range).toBeUndefined();
    await rm(path.dirname(target()), { recursive: true });
  }
});

test('leaves nothing of a file with another checksum, or that the check refuses', async () => {
  script = ['corrupt'];
  const wrong = downloadFile(`${base}/file`, target(), { checksum });
  await expect(wrong).rejects.toThrow(expect.objectContaining({ code: 'INVALID_FILE' }));
  expect(await files()).toEqual([]);
  const check = (file: string) => {
    throw new InvalidFileError({ file, message: 'no' });
  };
  await expect(downloadFile(`${base}/file`, target(), { check })).rejects.toThrow('no');
  expect(await files()).toEqual([]);
});

test('refuses a file that is too large before it comes', async () => {
  const call = downloadFile(`${base}/file`, target(), { maxBytes: 1000 });
  await expect(call).rejects.toThrow(expect.objectContaining({ code: 'INVALID_FILE' }));
  expect(await files()).toEqual([]);
});

test('says what is not there, and where nobody answers', async () => {
  const missing = downloadFile(`${base}/nothing`, target());
  await expect(missing).rejects.toThrow(expect.objectContaining({ code: 'FILE_NOT_FOUND' }));
  const closed = downloadFile('http://127.0.0.1:9/file', target());
  await expect(closed).rejects.toThrow(
    expect.objectContaining({ code: 'FILE_UNREADABLE', message: expect.stringContaining('proxy') }),
  );
});

test('several at once leave one whole file', async () => {
  script = ['cut', 'cut'];
  await Promise.all(Array.from({ length: 4 }, () => downloadFile(`${base}/file`, target(), { checksum })));
  expect(await readFile(target())).toEqual(content);
  expect(await files()).toEqual(['file']);
});

test('stops when it is aborted', async () => {
  const controller = new AbortController();
  const call = downloadFile(`${base}/file`, target(), {
    onProgress: () => controller.abort(),
    signal: controller.signal,
  });
  await expect(call).rejects.toThrow(expect.objectContaining({ code: 'ABORTED' }));
  expect(await files()).not.toContain('file');
});

test("goes through the environment's proxy", async () => {
  const seen: string[] = [];
  const proxy = createServer().on('connect', (request, socket) => {
    seen.push(request.url ?? '');
    const upstream = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const before = { ...process.env };
  process.env.http_proxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  process.env.no_proxy = '';
  try {
    await downloadFile('http://files.invalid/file', target());
    expect(await readFile(target())).toEqual(content);
    expect(new Set(seen)).toEqual(new Set(['files.invalid:80']));
  } finally {
    process.env = before;
    proxy.close();
  }
});
