import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { imageDatasetFromDirectory } from '@imgclf/data/node';
import { cnn } from '@imgclf/models';
import { loadClassifier } from '@imgclf/models/node';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { fit, sgd } from '@imgclf/train';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';

const guide = fileURLToPath(new URL('../../docs/guides/troubleshooting.md', import.meta.url));
const workingFolder = process.cwd();
let folder: string;

beforeAll(async () => {
  await initBackend();
  folder = await mkdtemp(path.join(tmpdir(), 'imgclf troubles '));
  process.chdir(folder); // so that messages name files as the guide does
  for (const label of ['cats', 'dogs']) {
    await mkdir(path.join('photos', label), { recursive: true });
    for (const name of ['1.png', '2.png', '3.png', '4.png'])
      await sharp({ create: { width: 20, height: 20, channels: 3, background: '#204060' } })
        .png()
        .toFile(path.join('photos', label, name));
  }
  await mkdir('notes/a', { recursive: true });
});
afterAll(async () => {
  process.chdir(workingFolder);
  await rm(folder, { recursive: true });
});

const network = () => cnn({ inputShape: [160, 160, 3], filters: [2], denseUnits: [2], classes: 2, seed: 1 });

/** Trains on the photos, with what is wrong. */
async function train(wrong: { size?: number; loss?: string; learningRate?: number }): Promise<unknown> {
  const { size = 160, loss = 'sparse_categorical_crossentropy', learningRate = 0.01 } = wrong;
  const data = await imageDatasetFromDirectory('photos', { imageSize: size, batchSize: 8, seed: 1 });
  const optimizer = sgd({ learningRate });
  return fit(network(), { data, loss, optimizer, epochs: 3, verbose: 0 });
}

const troubles: Record<string, () => unknown> = {
  'a folder that is not there': () => imageDatasetFromDirectory('pictures'),
  'a model that is not there': () => loadClassifier('photo-model'),
  'a folder without pictures': () => imageDatasetFromDirectory('notes'),
  'a file that is no picture': async () => nodePlatform.decodeImage(await page(), { file: 'page.jpg' }),
  'a picture that was cut short': async () =>
    nodePlatform.decodeImage((await readFile('photos/cats/1.png')).subarray(0, 90), { file: 'half.png' }),
  'a split without a seed': () =>
    imageDatasetFromDirectory('photos', { validationSplit: 0.2, subset: 'both' }),
  'pictures of another size': () => train({ size: 224 }),
  'a loss for other labels': () => train({ loss: 'categorical_crossentropy' }),
  'a learning rate that is too high': () => train({ learningRate: 1e30 }),
};

const page = async () => {
  await writeFile('page.jpg', '<html>');
  return readFile('page.jpg');
};

/** `message [CODE]` of each that the guide explains. */
const explained = async () =>
  Array.from((await readFile(guide, 'utf8')).matchAll(/`([^`]+)` `(\[\w+\])`/g), ([, ...parts]) =>
    parts.join(' '),
  );

test.each(Object.entries(troubles))('the guide has the message of %s', async (_, cause) => {
  const error = await (async () => cause())().then(
    () => undefined,
    (reason: Error & { code: string }) => reason,
  );
  expect(await explained()).toContain(`${error?.message} [${error?.code}]`);
});
