import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cnn, ImageClassifier, loadWeights } from '@imgclf/models';
import { loadClassifier, saveClassifier } from '@imgclf/models/node';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserFile, drop, type OpenPage, openPage } from './open-page';
import { paintFolder } from './paint';
import { type FileServer, serveFile } from './serve-file';

const data =
  process.env.IMGCLF_TEST_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const photographs = path.join(data, 'cats_dogs');
const weights = path.join(
  data,
  'weights',
  'mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5',
);
const topWeights = weights.replace('_no_top', '');
if (!existsSync(weights)) console.warn(`Skipped: there is no ${weights} (set IMGCLF_TEST_DATA).`);

let folder: string;
let open: OpenPage;
let mirror: FileServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'web app '));
  await paintFolder(path.join(folder, 'across'), 'across', 30);
  await paintFolder(path.join(folder, 'down'), 'down', 30);
  await writeFile(path.join(folder, 'down', 'notes.jpg'), 'not a picture');
  await writeFile(path.join(folder, 'down', 'phone.heic'), Buffer.from('\0\0\0\x18ftypheic\0\0\0\0heicmif1'));
  mirror = await serveFile(weights);
  if (browserFile !== undefined) open = await openPage({ flags: ['--use-fake-ui-for-media-stream'] });
});

afterAll(async () => {
  await open?.close();
  await mirror.close();
  await rm(folder, { recursive: true });
});

async function classifyOnPage(page: Page, file: string): Promise<Record<string, number>> {
  await page.getByTestId('classify').setInputFiles(file);
  const name = path.basename(file);
  const answer = page.locator('.answer', { has: page.locator(`img[alt="${name}"]`) });
  await answer.locator('[data-score]').first().waitFor();
  const scores = await answer
    .locator('[data-score]')
    .evaluateAll((items) =>
      items.map(
        (item) => [item.getAttribute('data-label') ?? '', Number(item.getAttribute('data-score'))] as const,
      ),
    );
  return Object.fromEntries(scores);
}

/** A folder with the first photographs of a class. */
async function somePhotographs(label: string, count: number): Promise<string> {
  const target = path.join(folder, 'photographs', label);
  await mkdir(target, { recursive: true });
  const source = path.join(photographs, 'train', label);
  for (const name of (await readdir(source)).sort().slice(0, count))
    await copyFile(path.join(source, name), path.join(target, name));
  return target;
}

async function save(page: Page, format: string): Promise<Uint8Array> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId(`save-${format}`).click(),
  ]);
  const file = path.join(folder, download.suggestedFilename());
  await download.saveAs(file);
  return readFile(file);
}

async function classifyInNode(classifier: ImageClassifier, file: string): Promise<Record<string, number>> {
  const classes = await classifier.classify(file);
  return Object.fromEntries(classes.map(({ label, score }) => [label, score]));
}

function expectClose(received: Record<string, number>, expected: Record<string, number>): void {
  expect(Object.keys(received).sort()).toEqual(Object.keys(expected).sort());
  for (const [label, score] of Object.entries(expected))
    expect(Math.abs((received[label] ?? 2) - score)).toBeLessThan(1e-4);
}

describe.skipIf(browserFile === undefined)('the page', () => {
  test('is isolated and computes in WebAssembly with threads', async () => {
    await open.page.locator('[data-backend]').waitFor();
    expect(await open.page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(await open.page.locator('[data-backend]').getAttribute('data-backend')).toBe('wasm');
  });

  test('takes dropped folders as classes and says which files are bad', async () => {
    const { page } = open;
    await drop(page, '.drop', [path.join(folder, 'across'), path.join(folder, 'down')]);
    await page.getByText('60 pictures in 2 classes.').waitFor();
    await page.locator('.bad summary').click();
    const bad = await page.locator('.bad li').allTextContents();
    expect(bad).toEqual([
      expect.stringMatching(/notes\.jpg.*must be a JPEG/),
      expect.stringMatching(/phone\.heic.*HEIC/),
    ]);
  });

  test('trains until it tells the classes apart', async () => {
    const { page } = open;
    await page.getByLabel('Picture size').selectOption('32');
    await page.getByLabel('Epochs').fill('8');
    await page.getByLabel('Epochs').blur();
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByTestId('accuracy').waitFor({ timeout: 120_000 });
    expect(Number.parseFloat((await page.getByTestId('accuracy').textContent()) ?? '')).toBeGreaterThan(90);
    expect(await page.locator('.plot svg').count()).toBe(3);
  });

  test('gives the same answer when saved, reloaded and opened, there and in Node', async () => {
    const { page } = open;
    const picture = path.join(folder, 'down', '3.png');
    const before = await classifyOnPage(page, picture);
    expect(before.down).toBeGreaterThan(0.5);
    const archive = await save(page, 'tfjs');
    await page.reload();
    await page.evaluate(() => indexedDB.deleteDatabase('keyval-store'));
    await page.getByTestId('open').setInputFiles(path.join(folder, 'classifier.zip'));
    await page.getByText('The model knows across, down').waitFor();
    expectClose(await classifyOnPage(page, picture), before);
    await initBackend();
    const unpacked = path.join(folder, 'unpacked');
    await mkdir(unpacked);
    for (const [name, bytes] of Object.entries(unzipSync(archive)))
      await writeFile(path.join(unpacked, name), bytes);
    const inNode = await loadClassifier(unpacked);
    expectClose(await classifyInNode(inNode, picture), before);
    const other = cnn({
      inputShape: [32, 32, 3],
      rescaling: { scale: 1 / 255 },
      filters: [16, 32, 64],
      denseUnits: [64],
      classes: 2,
      seed: 5,
    });
    await loadWeights(other, await save(page, 'h5'));
    const fromKeras = new ImageClassifier({ ...inNode, model: other, platform: nodePlatform });
    expectClose(await classifyInNode(fromKeras, picture), before);
    expect((await save(page, 'onnx')).length).toBeGreaterThan(50_000);
    for (const each of [inNode, fromKeras]) await each.dispose();
  });

  test('opens a model that Node wrote, with the same predictions', async () => {
    const { page } = open;
    await initBackend();
    const model = cnn({
      inputShape: [24, 24, 3],
      filters: [4],
      denseUnits: [],
      classes: 3,
      rescaling: { scale: 1 / 255 },
      seed: 3,
    });
    const classifier = new ImageClassifier({
      model,
      classNames: ['one', 'two', 'three'],
      preprocessing: [{ op: 'resize', height: 24, width: 24 }],
      platform: nodePlatform,
    });
    const written = path.join(folder, 'from-node');
    await saveClassifier(classifier, written);
    await page
      .getByTestId('open')
      .setInputFiles((await readdir(written)).map((name) => path.join(written, name)));
    await page.getByText('The model knows one, two, three').waitFor();
    const picture = path.join(folder, 'across', '7.png');
    expectClose(await classifyOnPage(page, picture), await classifyInNode(classifier, picture));
    await classifier.dispose();
  });

  test.skipIf(!existsSync(weights))(
    'learns real photographs with a pretrained network, and shows why',
    { timeout: 120_000 },
    async () => {
      const { page } = open;
      await page.reload();
      await page.locator('[data-backend]').waitFor();
      for (const label of ['cats', 'dogs'])
        await page.getByTestId('folder').setInputFiles(await somePhotographs(label, 40));
      await page.getByText('80 pictures in 2 classes.').waitFor();
      await page.getByRole('radio', { name: /Pretrained/ }).check();
      await page.getByLabel('Picture size').selectOption('96');
      await page.getByLabel('or their address').fill(`${mirror.origin}/weights.h5`);
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await page.getByTestId('accuracy').waitFor({ timeout: 90_000 });
      expect(Number.parseFloat((await page.getByTestId('accuracy').textContent()) ?? '')).toBeGreaterThan(70);
      const [photograph] = await readdir(path.join(photographs, 'validation', 'dogs'));
      await classifyOnPage(page, path.join(photographs, 'validation', 'dogs', photograph ?? ''));
      await page.getByRole('button', { name: /^Why/ }).click();
      await page.getByAltText(/Where the model saw/).waitFor();
    },
  );

  test.skipIf(!existsSync(weights))('downloads weights once, and forgets them on demand', async () => {
    const { page } = open;
    expect(mirror.requests).toBe(1);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByTestId('accuracy').waitFor({ state: 'detached' });
    await page.getByTestId('accuracy').waitFor({ timeout: 60_000 });
    expect(mirror.requests).toBe(1);
    await page.getByRole('button', { name: 'Forget downloaded weights' }).click();
    await page.getByText('The downloaded weights are gone').waitFor();
  });

  test.skipIf(!existsSync(weights))('does without keeping weights where there is no room', async () => {
    const { page } = open;
    const client = await page.context().newCDPSession(page);
    const { origin } = new URL(open.url);
    await client.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByText(/weights will have to be downloaded again next time.*no room left/).waitFor();
    await page.getByTestId('accuracy').waitFor({ timeout: 60_000 });
    await client.send('Storage.overrideQuotaForOrigin', { origin });
    await client.detach();
  });

  test.skipIf(!existsSync(topWeights))(
    'tells dogs, humans and neither apart',
    { timeout: 90_000 },
    async () => {
      const { page } = open;
      await page.getByTestId('gate-weights').setInputFiles(topWeights);
      const pictures = page.getByTestId('gate-pictures');
      await expect.poll(() => pictures.isEnabled(), { timeout: 30_000 }).toBe(true);
      for (const kind of ['dog', 'human']) {
        const [first] = (await readdir(path.join(data, 'gate', kind))).sort();
        await pictures.setInputFiles(path.join(data, 'gate', kind, first ?? ''));
        await page.locator(`[data-kind=${kind}]`).waitFor();
      }
      await pictures.setInputFiles(path.join(folder, 'down', '3.png'));
      await page.locator('[data-kind=neither]').waitFor();
      await page.locator('#gate').getByRole('button', { name: 'Use the webcam' }).click();
      // Chromium's stand-in for a camera shows a green field.
      await page
        .locator('.answer', { has: page.locator('video') })
        .locator('[data-kind=neither]')
        .waitFor();
      await page.locator('#gate').getByRole('button', { name: 'Stop the webcam' }).click();
    },
  );

  test('met no error on the way', () => expect(open.faults).toEqual([]));
});
