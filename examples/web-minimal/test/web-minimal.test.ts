import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cnn, ImageClassifier } from '@imgclf/models';
import { saveClassifier } from '@imgclf/models/browser';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { type Browser, chromium } from 'playwright-core';
import { type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const browserFile = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (file) => file !== undefined && existsSync(file),
);
if (browserFile === undefined) console.warn('Skipped: there is no Chromium (set CHROMIUM to its path).');

let folder: string;
let answer: string;
let server: PreviewServer;
let browser: Browser;

beforeAll(async () => {
  if (browserFile === undefined) return;
  folder = await mkdtemp(path.join(tmpdir(), 'web minimal '));
  await initBackend();
  const classifier = new ImageClassifier({
    model: cnn({ inputShape: [16, 16, 3], filters: [4], denseUnits: [], classes: 2, seed: 1 }),
    classNames: ['cat', 'dog'],
    preprocessing: [{ op: 'resize', height: 16, width: 16 }],
  });
  const image = {
    width: 20,
    height: 16,
    channels: 3,
    data: Uint8Array.from({ length: 960 }, (_, i) => (i * 7) % 256),
  } as const;
  const [best] = await classifier.classify(image);
  answer = `${best?.label} (${(100 * (best?.score ?? 0)).toFixed(1)} %)`;
  await writeFile(path.join(folder, 'picture.png'), await nodePlatform.encodePng(image));
  const archive = await saveClassifier(classifier);
  await writeFile(path.join(folder, 'model.zip'), new Uint8Array(await archive.arrayBuffer()));
  await classifier.dispose();
  const root = fileURLToPath(new URL('..', import.meta.url));
  server = await preview({ root, logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } });
  browser = await chromium.launch({ executablePath: browserFile, args: ['--no-sandbox', '--disable-gpu'] });
});

afterAll(async () => {
  if (browserFile === undefined) return;
  await browser.close();
  await server.close();
  await rm(folder, { recursive: true });
});

describe.skipIf(browserFile === undefined).each(['index.html', 'react.html'])('%s', (name) => {
  test('opens a model and says what a picture shows, as Node does', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.resolvedUrls?.local[0]}${name}`);
    await page.getByLabel('Model').setInputFiles(path.join(folder, 'model.zip'));
    await page.getByText('It knows cat, dog.').waitFor();
    await page.getByLabel('Picture').setInputFiles(path.join(folder, 'picture.png'));
    await expect.poll(() => page.locator('output').textContent()).toBe(answer);
    await page.getByLabel('Picture').setInputFiles(path.join(folder, 'model.zip'));
    await page.getByText(/must be a JPEG, PNG/).waitFor();
  });
});
