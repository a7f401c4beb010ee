import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createApplication, mobileNetV2Application, toKerasH5 } from '@imgclf/models';
import { initBackend } from '@imgclf/runtime/node';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { preview } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = (script: string, args: string[], cwd: string) =>
  promisify(execFile)(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], {
    cwd,
  }).catch((error: { stdout: string; code: number }) => error);

const browserFile = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (file) => file !== undefined && existsSync(file),
);
if (browserFile === undefined) console.warn('Skipped: there is no Chromium (set CHROMIUM to its path).');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dog breeds '));
  await initBackend();
  const model = await createApplication(mobileNetV2Application, {}, null);
  await writeFile(path.join(folder, 'weights.h5'), await toKerasH5(model));
  model.dispose();
  for (const part of ['train', 'validation', 'test']) {
    for (const [breed, background] of Object.entries({ boxer: '#a03020', pug: '#3050a0' })) {
      await mkdir(path.join(folder, 'photos', part, breed), { recursive: true });
      for (let i = 0; i < 3; i++) {
        const create = { width: 60 + i, height: 50, channels: 3 as const, background };
        await sharp({ create })
          .png()
          .toFile(path.join(folder, 'photos', part, breed, `${i}.png`));
      }
    }
  }
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

test('trains, saves, and answers files with JSON and pictures', { timeout: 240_000 }, async () => {
  const trained = await run('train.js', ['photos', '--weights', 'weights.h5', '--epochs', '2'], folder);
  expect(trained.stdout).toContain('Saved to runs/dog-breed');
  expect(trained.stdout).toMatch(/breeds: 2,\s+accuracy: [01]/);
  expect(trained.stdout).toMatch(/test: \{ accuracy: [01]/);
  expect(await readdir(path.join(folder, 'runs/dog-breed'))).toEqual(['breed', 'dog', 'face', 'gate.json']);

  await writeFile(path.join(folder, 'broken.jpg'), 'no picture');
  const { stdout } = await run(
    'classify.js',
    ['photos/validation', 'broken.jpg', '--out', 'answers'],
    folder,
  );
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toHaveLength(7);
  for (const { kind } of lines.slice(0, 6)) expect(['dog', 'neither']).toContain(kind);
  expect(lines[6]).toMatchObject({ file: 'broken.jpg', error: 'IMAGE_UNREADABLE' });
  const picture = await readFile(path.join(folder, 'answers/0.png.png'));
  expect((await sharp(picture).metadata()).width).toBe(60);
});

test.skipIf(browserFile === undefined)(
  'the page gives the answers of Node',
  { timeout: 120_000 },
  async () => {
    const picture = path.join(folder, 'photos/validation/pug/0.png');
    const { stdout } = await run('classify.js', [picture], folder);
    const { reasons } = JSON.parse(stdout) as { reasons: string[] };
    const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
    const server = await preview({
      configFile: here('vite.config.ts'),
      root: here('page'),
      logLevel: 'error',
      preview: { port: 0, host: '127.0.0.1' },
    });
    const browser = await chromium.launch({
      ...(browserFile !== undefined && { executablePath: browserFile }),
      args: ['--no-sandbox', '--disable-gpu'],
    });
    try {
      const page = await browser.newPage();
      const hosts = new Set<string>();
      page.on('request', (request) => hosts.add(new URL(request.url()).host));
      await page.route('**/dog-breed/**', (route) => {
        const name = new URL(route.request().url()).pathname.split('/dog-breed/')[1] ?? '';
        return route.fulfill({ path: path.join(folder, 'runs/dog-breed', name) });
      });
      const url = server.resolvedUrls?.local[0] ?? '';
      await page.goto(url);
      await page.getByText(/^Ready/).waitFor();
      await page.getByLabel('Choose pictures').setInputFiles(picture);
      const caption = page.locator('figcaption');
      await caption.waitFor();
      const withoutFigures = (text: string | null) => text?.replaceAll(/[\d.]+/g, '');
      expect(withoutFigures(await caption.textContent())).toBe(withoutFigures(`0.png: ${reasons.join(' ')}`));
      expect(await page.locator('figure img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(
        60,
      );
      expect([...hosts].filter((host) => host !== '')).toEqual([new URL(url).host]);
    } finally {
      await browser.close();
      await server.close();
    }
  },
);
