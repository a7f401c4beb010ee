import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { imgclf, paint, startServer } from '../testing';

let folder: string;
let server: { url: string; child: ChildProcess };
let red: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'imgclf serve '));
  await paint(path.join(folder, 'pictures'));
  const settings = ['--epochs', '4', '--image-size', '24', '--batch-size', '8', '--out', 'model', '--quiet'];
  expect((await imgclf(folder, 'train', 'pictures', ...settings)).status).toBe(0);
  red = Uint8Array.from(await readFile(path.join(folder, 'pictures', 'red', '1.png')));
  server = await startServer(folder, 'model', '--max-bytes', '100000', '--max-pixels', '10000');
}, 120_000);
afterAll(async () => {
  server.child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(new URL('classify', server.url), { method: 'POST', body, headers });

test('classifies a body and the file of a form', async () => {
  const response = await post(red, { 'content-type': 'image/png' });
  expect(response.status).toBe(200);
  const answer = await response.json();
  expect(answer).toMatchObject({ label: 'red', top: [{ label: 'red' }, { label: 'blue' }] });
  const form = new FormData();
  form.set('file', new File([red], 'red.png'));
  expect(await (await post(form)).json()).toEqual(answer);
});

test('answers many at once, each with its own', async () => {
  const blue = await readFile(path.join(folder, 'pictures', 'blue', '1.png'));
  const answers = await Promise.all(
    Array.from({ length: 60 }, async (_, i) => {
      const response = await post(i % 2 ? red : Uint8Array.from(blue));
      return (await response.json()).label;
    }),
  );
  expect(answers).toEqual(answers.map((_, i) => (i % 2 ? 'red' : 'blue')));
});

test('has a page, health and metrics', async () => {
  expect(await (await fetch(server.url)).text()).toContain('What does the picture show?');
  expect(await (await fetch(new URL('health', server.url))).json()).toEqual({
    status: 'ok',
    classes: ['blue', 'red'],
  });
  const metrics = await (await fetch(new URL('metrics', server.url))).text();
  expect(metrics).toMatch(/imgclf_requests_total\{path="\/classify",status="200"\} \d+/);
});

describe('refuses', () => {
  const big = () =>
    sharp({ create: { width: 200, height: 200, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
  test.each<[string, () => Promise<BodyInit> | BodyInit, number]>([
    ['nothing', () => '', 400],
    ['text', () => 'hello', 422],
    ['half a picture', () => red.slice(0, red.length / 2), 422],
    ['too many bytes', () => new Uint8Array(200_000), 413],
    ['too many pixels', async () => Uint8Array.from(await big()), 413],
    ['a form without a file', () => new FormData(), 400],
  ])('%s', async (_, body, status) => {
    const response = await post(await body());
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
  });

  test('a malformed form', async () => {
    expect((await post('no form', { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(400);
  });

  test('other paths and methods', async () => {
    expect((await fetch(new URL('secret', server.url))).status).toBe(404);
    expect((await fetch(new URL('classify', server.url))).status).toBe(404);
  });

  test('an address that asks too often', async () => {
    const { url, child } = await startServer(folder, 'model', '--rate', '2');
    const ask = async () => (await fetch(new URL('classify', url), { method: 'POST', body: red })).status;
    expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429]);
    child.kill('SIGKILL');
  });
});

test('finishes what has begun when it is told to end', async () => {
  const { url, child } = await startServer(folder, 'model');
  const exit = once(child, 'exit');
  const answers = Array.from({ length: 20 }, () =>
    fetch(new URL('classify', url), { method: 'POST', body: red }).then((response) => response.status),
  );
  await Promise.race(answers);
  child.kill('SIGTERM');
  const statuses = await Promise.allSettled(answers);
  const answered = statuses.filter((result) => result.status === 'fulfilled' && result.value === 200);
  expect(answered.length).toBeGreaterThan(0);
  expect(await exit).toEqual([0, null]);
});
