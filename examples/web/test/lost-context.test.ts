import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collect, epochOf, startTraining } from './drive-page';
import { browserFile, type OpenPage, openPage } from './open-page';
import { paintFolder } from './paint';

// A graphics adapter in software stands in for a real one.
const flags = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/** Goes before the worker's own code: remembers the contexts that it draws with. */
const remember = `
self.contexts = [];
const { getContext } = OffscreenCanvas.prototype;
OffscreenCanvas.prototype.getContext = function (...args) {
  const context = getContext.apply(this, args);
  if (String(args[0]).startsWith('webgl') && context !== null) self.contexts.push(context);
  return context;
};
`;

let folder: string;
let open: OpenPage;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'web lost '));
  for (const name of ['across', 'down'] as const) await paintFolder(path.join(folder, name), name, 20);
  if (browserFile !== undefined) open = await openPage({ flags });
});

afterAll(async () => {
  await open?.close();
  await rm(folder, { recursive: true });
});

test.skipIf(browserFile === undefined)(
  'a lost WebGL context is told, keeps the pictures, and the run goes on',
  async () => {
    const { page, context, url } = open;
    await context.route(/worker-[^/]*[.]js/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: remember + (await response.text()) });
    });
    await page.goto(`${url}?backend=webgl`);
    await page.locator('[data-backend=webgl]').waitFor();
    await collect(page, folder);
    await startTraining(page, 30);
    await epochOf(page, 2);
    const [worker] = page.workers().filter((each) => each.url().includes('worker-'));
    const lost = await worker?.evaluate(() => {
      const { contexts } = globalThis as unknown as { contexts: WebGLRenderingContext[] };
      const alive = contexts.filter((each) => !each.isContextLost());
      for (const each of alive) each.getExtension('WEBGL_lose_context')?.loseContext();
      return alive.length;
    });
    expect(lost).toBeGreaterThan(0);
    const alert = page
      .getByRole('alert')
      .filter({ hasText: /WebGL context lost.*pictures are still here.*Resume/ });
    await alert.waitFor();
    await page.getByText('40 pictures in 2 classes.').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    expect(await epochOf(page, 1)).toBeGreaterThanOrEqual(1);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByTestId('accuracy').waitFor();
  },
);
