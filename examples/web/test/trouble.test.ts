import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect, epochOf, startTraining } from './drive-page';
import { browserFile, type OpenPage, openPage } from './open-page';
import { paintFolder } from './paint';

let folder: string;
let open: OpenPage;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'web trouble '));
  await paintFolder(path.join(folder, 'across'), 'across', 20);
  await paintFolder(path.join(folder, 'down'), 'down', 20);
  await writeFile(path.join(folder, 'down', 'huge.png'), pngHeader(20_000, 10_000));
  if (browserFile !== undefined) open = await openPage();
});

afterAll(async () => {
  await open?.close();
  await rm(folder, { recursive: true });
});

/** The beginning of a PNG file of that size. */
function pngHeader(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(64);
  bytes.write('\x89PNG\r\n\x1a\n', 'latin1');
  bytes.writeUInt32BE(13, 8);
  bytes.write('IHDR', 12);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.write('IEND', 40);
  return bytes;
}

/** What the model says of one picture, to the last digit. */
async function scoreOf(page: Page): Promise<(string | null)[]> {
  await page.getByTestId('classify').setInputFiles([]);
  await page.getByTestId('classify').setInputFiles(path.join(folder, 'down', '5.png'));
  const scores = page.locator('.answer [data-score]');
  await scores.first().waitFor();
  return scores.evaluateAll((items) => items.map((item) => item.getAttribute('data-score')));
}

describe.skipIf(browserFile === undefined)('when things go wrong', () => {
  test('a picture of 200 megapixels is left out before it is decoded', async () => {
    await collect(open.page, folder);
    expect(await open.page.locator('.bad li').allTextContents()).toEqual([
      expect.stringMatching(/huge\.png.*100000000 pixels.*20000 x 10000.*Make it smaller/),
    ]);
  });

  test('a webcam that is blocked says so and what else there is', async () => {
    const { page } = open;
    await page.getByRole('button', { name: 'Webcam' }).first().click();
    await page.locator('.fault', { hasText: /webcam.*(files|address bar)/i }).waitFor();
  });

  test('a full disk ends nothing: the page trains and says what is missing', async () => {
    const { page } = open;
    const client = await page.context().newCDPSession(page);
    const { origin } = new URL(open.url);
    await client.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
    try {
      await startTraining(page, 2);
      await page.getByText(/cannot be resumed after the tab is closed/).waitFor();
      await page.getByTestId('accuracy').waitFor();
    } finally {
      await client.send('Storage.overrideQuotaForOrigin', { origin });
      await client.detach();
    }
  });

  test('a stopped run shows what was learned and goes on where it was', async () => {
    const { page } = open;
    await startTraining(page, 40);
    await epochOf(page, 15);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByTestId('accuracy').waitFor();
    await page.getByText('did not end (across, down)').waitFor();
  });

  test('a run whose tab was closed offers itself, and ends as if it had not been closed', {
    timeout: 120_000,
  }, async () => {
    await open.page.close();
    const page = await open.context.newPage();
    await page.goto(open.url);
    await page.getByText('40 pictures in 2 classes.').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    expect(await epochOf(page, 1)).toBeGreaterThanOrEqual(14);
    await page.getByTestId('accuracy').waitFor({ timeout: 60_000 });
    expect(await page.getByRole('button', { name: 'Resume' }).count()).toBe(0);
    open = { ...open, page };
    const resumed = await scoreOf(page);
    await startTraining(page, 40);
    await page.getByTestId('accuracy').waitFor({ state: 'detached' });
    await page.getByTestId('accuracy').waitFor({ timeout: 60_000 });
    expect(await scoreOf(page)).toEqual(resumed);
  });

  test('a run that is stopped while it loads is offered again, without a fault', async () => {
    const { page } = open;
    await startTraining(page, 300);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    expect(await page.getByText('aborted').count()).toBe(0);
  });

  test('a worker that dies leaves the pictures and the run', async () => {
    const { page } = open;
    await startTraining(page, 300);
    await epochOf(page, 5);
    await page
      .workers()
      .find((each) => each.url().includes('worker'))
      ?.evaluate(() => {
        setTimeout(() => {
          throw new Error('out of luck');
        });
      });
    await page
      .getByRole('alert')
      .filter({ hasText: /has ended.*out of luck.*Resume/ })
      .waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await epochOf(page, 1);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByTestId('accuracy').waitFor();
  });

  test('opens and computes offline once it was loaded', async () => {
    const { page, context } = open;
    await page.evaluate(() => navigator.serviceWorker.ready);
    await context.setOffline(true);
    await page.reload();
    await page.locator('[data-backend=wasm]').waitFor();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await context.setOffline(false);
  });

  test('is free of what axe finds inaccessible, light and dark', async () => {
    const { page } = open;
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core') });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
        const found = await axe.run();
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      });
      expect(violations).toEqual([]);
    }
  });

  test('a folder of 50,000 files is looked through, and no more is taken than fits into memory', {
    timeout: 180_000,
  }, async () => {
    const { page } = open;
    await page.getByLabel('New class').fill('many');
    await page.getByRole('button', { name: 'Add class' }).click();
    const input = page.getByRole('article', { name: 'Class many' }).locator('input[type=file]');
    await input.evaluate(
      (element: HTMLInputElement, png) => {
        const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
        const files = Array.from({ length: 50_000 }, (_, i) => new File([bytes], `${i}.png`));
        Object.defineProperty(element, 'files', { value: files });
        element.dispatchEvent(new Event('change', { bubbles: true }));
      },
      (await readFile(path.join(folder, 'down', '0.png'))).toString('base64'),
    );
    await page.getByText('Looking through 50,000 files').waitFor();
    await page.getByText('50,040 pictures in 3 classes.').waitFor({ timeout: 120_000 });
    expect(await page.locator('.thumb').count()).toBeLessThan(100);
    await page.getByLabel('Picture size').selectOption('96');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByText(/50,040 pictures of this size do not fit into memory/).waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('button', { name: 'Train', exact: true }).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Remove the class many' }).click();
    await page.getByText('40 pictures in 2 classes.').waitFor();
  });
});
