import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FetchFileOptions } from './fetch-file';

const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (file) => file !== undefined && existsSync(file),
);
const content = Buffer.alloc(300_000, 7);
const sha256 = createHash('sha256').update(content).digest('hex');

type Answer = { length: number; progress: number[] } | { code: string; message: string };
type Ask = (url: string, options: FetchFileOptions) => Promise<Answer>;

const script = `
import { fetchFile } from './fetch-file';
globalThis.ask = async (url, options) => {
  const progress = [];
  try {
    const bytes = await fetchFile(url, { ...options, onProgress: ({ received, total }) => progress.push(received / total) });
    return { length: bytes.length, progress };
  } catch ({ code, message }) {
    return { code, message };
  }
};`;

describe.skipIf(executablePath === undefined)('in Chromium (skipped where CHROMIUM names none)', () => {
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let origin: string;
  /** How often the file was asked for. */
  let requests: number;
  /** What the server sends. */
  let body: Buffer;

  beforeAll(async () => {
    const resolveDir = fileURLToPath(new URL('.', import.meta.url));
    const { outputFiles } = await build({
      stdin: { contents: script, resolveDir },
      bundle: true,
      write: false,
      format: 'esm',
    });
    server = createServer(({ url }, response) => {
      if (url === '/') return response.setHeader('content-type', 'text/html').end('<!doctype html>');
      if (url === '/page.js')
        return response.setHeader('content-type', 'text/javascript').end(outputFiles[0]?.text);
      requests += Number(url === '/file');
      return response.writeHead(url === '/file' ? 200 : 404, { 'content-length': body.length }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const args = ['--no-sandbox', '--disable-gpu'];
    browser = await chromium.launch({ ...(executablePath && { executablePath }), args });
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });
  beforeEach(async () => {
    [requests, body] = [0, content];
    context = await browser.newContext();
    page = await context.newPage();
    await page.goto(origin);
    await page.addScriptTag({ url: '/page.js', type: 'module' });
  });
  afterEach(() => context.close());

  const ask = (options: FetchFileOptions = {}, file = '/file') =>
    page.evaluate(([url, given]) => (globalThis as unknown as { ask: Ask }).ask(url, given), [
      origin + file,
      options,
    ] as const);
  const kept = { cacheName: 'files' };
  const whole = expect.objectContaining({ length: content.length });

  test('a kept file comes without a request, offline too', async () => {
    const first = await ask(kept);
    expect(first).toEqual(whole);
    expect('progress' in first && first.progress.at(-1)).toBe(1);
    expect(requests).toBe(1);
    await context.setOffline(true);
    expect(await ask(kept)).toEqual({ length: content.length, progress: [] });
    expect(await ask({ ...kept, sha256 })).toEqual({ length: content.length, progress: [] });
    expect(requests).toBe(1);
  });

  test('what is not to be kept is fetched every time', async () => {
    expect([await ask(), await ask()]).toEqual([whole, whole]);
    expect(requests).toBe(2);
    expect(await page.evaluate(() => caches.keys())).toEqual([]);
  });

  test('an entry that was tampered with is fetched anew', async () => {
    await ask(kept);
    await page.evaluate(async (url) => {
      const cache = await caches.open('files');
      const { headers } = (await cache.match(url)) ?? new Response();
      await cache.put(url, new Response('harm', { headers }));
    }, `${origin}/file`);
    expect(await ask(kept)).toEqual(whole);
    expect(requests).toBe(2);
    expect(await ask(kept)).toEqual(whole);
    expect(requests).toBe(2);
  });

  test('a file with another checksum is refused, and not kept', async () => {
    body = Buffer.alloc(300_000, 8);
    expect(await ask({ ...kept, sha256 })).toMatchObject({ code: 'INVALID_FILE' });
    body = content;
    expect(await ask({ ...kept, sha256 })).toEqual(whole);
    expect(requests).toBe(2);
  });

  test('says that there is no room, and does without keeping', async () => {
    const client = await context.newCDPSession(page);
    await client.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
    const full = { code: 'STORAGE_FULL', message: expect.stringMatching(/no room left.*do without/) };
    expect(await ask(kept)).toEqual(full);
    expect(await ask()).toEqual(whole);
    await client.send('Storage.overrideQuotaForOrigin', { origin });
    expect(await ask(kept)).toEqual(whole);
  });

  test('says what is missing, too large, or out of reach', async () => {
    expect(await ask(kept, '/nothing')).toMatchObject({ code: 'FILE_NOT_FOUND' });
    expect(await ask({ ...kept, maxBytes: 1000 })).toMatchObject({ code: 'FILE_UNREADABLE' });
    await context.setOffline(true);
    const offline = { code: 'FILE_UNREADABLE', message: expect.stringContaining('There is no connection.') };
    expect(await ask(kept)).toEqual(offline);
    expect(await ask({ sha256: 'abc' })).toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});
