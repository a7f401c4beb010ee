import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { RandomFlip, RandomRotation, Resizing } from '@imgclf/preprocess/layers';
import type { PixelImage } from '@imgclf/runtime';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { expect, test } from 'vitest';
import { ImageClassifier } from '../classifier/image-classifier';
import { loadClassifier } from './load-classifier';
import { saveClassifier } from './save-classifier';

const photo: PixelImage = {
  width: 9,
  height: 9,
  channels: 3,
  data: Uint8Array.from({ length: 243 }, (_, i) => (i * 71) % 256),
};

test('a saved model with image layers is loaded without anything being registered first', async () => {
  await initBackend();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'layers '));
  const model = sequential({
    layers: [
      new RandomFlip({ mode: 'horizontal', inputShape: [9, 9, 3], seed: 1 }),
      new RandomRotation({ factor: 0.2, fillMode: 'constant', seed: 2 }),
      new Resizing({ height: 4, width: 5 }),
      layers.flatten(),
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  const preprocessing = [{ op: 'rescale', scale: 1 / 255 }] as const;
  const saved = new ImageClassifier({
    ...{ model, preprocessing, colorMode: 'rgb', platform: nodePlatform },
    classNames: ['cat', 'dog'],
  });
  const expected = await saved.classify(photo);
  await saveClassifier(saved, folder);
  const loaded = await loadClassifier(folder);
  expect(await loaded.classify(photo)).toEqual(expected);
  expect(loaded.model.layers.map((layer) => layer.getConfig())).toEqual(
    model.layers.map((layer) => layer.getConfig()),
  );
  saved.dispose();
  loaded.dispose();
  await rm(folder, { recursive: true });
});
