import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ColorMode } from '../../platform/platform';

/** What the page sends back for one call: the picture, or the code of the error. */
type Answer = { width: number; height: number; pixels: string } | { code: string };

const fixtures = new URL('../../node/__fixtures__/', import.meta.url);
const expected = JSON.parse(readFileSync(new URL('expected.json', fixtures), 'utf8')) as Record<
  string,
  { tolerance: number; width: number; height: number } & Record<ColorMode, string | undefined>
>;
const chromium = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (file) => file !== undefined && existsSync(file),
);

/** Runs in the page: every fixture in every mode, some bad input, and a PNG there and back. */
const script = `
import { browserPlatform as platform } from './browser-platform';
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const answers = {};
async function ask(name, call) {
  try {
    const { width, height, data } = await call();
    answers[name] = { width, height, pixels: base64(data) };
  } catch (error) {
    answers[name] = { code: error.code ?? String(error) };
  }
}
const decode = async (file, options) => platform.decodeImage(await platform.readBytes('/' + file), options);
for (const file of FILES)
  for (const colorMode of ['grayscale', 'rgb', 'rgba']) await ask(file + ' ' + colorMode, () => decode(file, { colorMode }));
for (const file of ['truncated.jpg', 'bomb.png', 'missing.png', 'expected.json']) await ask(file, () => decode(file));
await ask('upright', () => decode('exif-6.jpg', { applyExifOrientation: true }));
await ask('too many bytes', () => platform.readBytes('/rgb8.png', { maxBytes: 5 }));
await ask('aborted', () => decode('rgb8.png', { signal: AbortSignal.abort() }));
const image = { width: 2, height: 1, channels: 4, data: Uint8Array.of(1, 2, 3, 0, 250, 9, 8, 7) };
await ask('png', async () => platform.decodeImage(await platform.encodePng(image), { colorMode: 'rgba' }));
const url = URL.createObjectURL(new Blob([await platform.encodePng(image)]));
await ask('blob', async () => platform.decodeImage(await platform.readBytes(url), { colorMode: 'rgba' }));
const canvas = document.createElement('canvas');
[canvas.width, canvas.height] = [2, 1];
const drawing = canvas.getContext('2d');
drawing.putImageData(new ImageData(Uint8ClampedArray.of(10, 20, 30, 255, 40, 50, 60, 255), 2, 1), 0, 0);
await ask('canvas', () => platform.readDrawn(canvas));
await ask('bitmap', async () => platform.readDrawn(await createImageBitmap(canvas), { colorMode: 'rgba' }));
await ask('grey canvas', () => platform.readDrawn(canvas, { colorMode: 'grayscale' }));
await ask('image data', () => platform.readDrawn(drawing.getImageData(0, 0, 2, 1)));
await ask('empty canvas', () => platform.readDrawn(new OffscreenCanvas(0, 0)));
await ask('no picture', () => platform.readDrawn({ width: 2, height: 1 }));
await fetch('/answers', { method: 'POST', body: JSON.stringify(answers) });
`;

describe.skipIf(chromium === undefined)('in Chromium (skipped where CHROMIUM names none)', () => {
  let profile: string;
  let server: Server;
  let browser: ChildProcess;
  let answers: Record<string, Answer>;

  beforeAll(async () => {
    profile = await mkdtemp(path.join(tmpdir(), 'imgclf-chromium-'));
    const page = await bundlePage();
    answers = await new Promise((resolve, reject) => {
      server = createServer((request, response) => {
        serve(request, response, page).then((body) => body && resolve(JSON.parse(body)), reject);
      });
      server.listen(0, '127.0.0.1', () => {
        const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
        const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`];
        browser = spawn(chromium as string, [...flags, address], { stdio: 'ignore' });
        browser.on('error', reject);
        browser.on('exit', (code) => reject(new Error(`${chromium} ended with code ${code}.`)));
      });
    });
  });

  afterAll(async () => {
    const closed = new Promise((resolve) => browser.once('close', resolve));
    browser.kill();
    await closed;
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  const readable = Object.keys(expected).filter((file) => !file.endsWith('.tiff'));

  test.each(readable)('%s gives the expected pixels', (file) => {
    const { width, height, tolerance, ...pixels } = expected[file] as (typeof expected)[string];
    for (const mode of ['grayscale', 'rgb', 'rgba'] as const) {
      const answer = answers[`${file} ${mode}`];
      expect(answer).toMatchObject({ width, height });
      const wanted = pixels[mode];
      if (wanted === undefined || answer === undefined || 'code' in answer) continue;
      const allowed = mode === 'grayscale' && /16|jpg/.test(file) ? 1 : tolerance;
      expect(largestDifference(wanted, answer.pixels)).toBeLessThanOrEqual(allowed);
    }
  });

  test('EXIF orientation is applied when asked', () => {
    const { width, height } = expected['exif-6.jpg'] as (typeof expected)[string];
    expect(answers.upright).toMatchObject({ width: height, height: width });
  });

  test('a PNG goes there and back, from a blob too', () => {
    const pixels = Buffer.from([1, 2, 3, 0, 250, 9, 8, 7]).toString('base64');
    expect(answers.png).toEqual({ width: 2, height: 1, pixels });
    expect(answers.blob).toEqual({ width: 2, height: 1, pixels });
  });

  test('what a page draws gives its pixels', () => {
    const of = (...values: number[]) => ({
      width: 2,
      height: 1,
      pixels: Buffer.from(values).toString('base64'),
    });
    expect(answers.canvas).toEqual(of(10, 20, 30, 40, 50, 60));
    expect(answers.bitmap).toEqual(of(10, 20, 30, 255, 40, 50, 60, 255));
    expect(answers['grey canvas']).toEqual(of(18, 48));
    expect(answers['image data']).toEqual(answers.canvas);
  });

  test.each([
    ['empty canvas', 'IMAGE_UNREADABLE'],
    ['no picture', 'INVALID_ARGUMENT'],
    ['truncated.jpg', 'IMAGE_UNREADABLE'],
    ['rgb8.tiff rgb', 'IMAGE_UNREADABLE'],
    ['expected.json', 'IMAGE_UNREADABLE'],
    ['bomb.png', 'IMAGE_TOO_LARGE'],
    ['missing.png', 'FILE_NOT_FOUND'],
    ['too many bytes', 'FILE_UNREADABLE'],
    ['aborted', 'ABORTED'],
  ])('%s fails with %s', (name, code) => {
    expect(answers[name]).toEqual({ code });
  });
});

async function bundlePage(): Promise<string> {
  const files = JSON.stringify(Object.keys(expected));
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: path.dirname(fileURLToPath(import.meta.url)), loader: 'js' },
    define: { FILES: files },
    bundle: true,
    write: false,
    format: 'esm',
  });
  return `<script type="module">${outputFiles[0]?.text}</script>`;
}

/** The page, the fixtures, and what the page posts: the returned text. */
async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  page: string,
): Promise<string | undefined> {
  if (request.method === 'POST') {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.end();
    return Buffer.concat(chunks).toString();
  }
  if (request.url === '/') response.setHeader('content-type', 'text/html').end(page);
  else {
    const file = new URL(`.${request.url}`, fixtures);
    const bytes = await readFile(file).catch(() => undefined);
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  }
  return undefined;
}

function largestDifference(wanted: string, received: string): number {
  const [one, other] = [Buffer.from(wanted, 'base64'), Buffer.from(received, 'base64')];
  expect(other.length).toBe(one.length);
  return one.reduce((max, value, i) => Math.max(max, Math.abs(value - (other[i] as number))), 0);
}
