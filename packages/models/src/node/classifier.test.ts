import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { PixelImage } from '@imgclf/runtime';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ImageClassifier } from '../classifier/image-classifier';
import { cnn } from '../networks/cnn';
import { loadClassifier } from './load-classifier';
import { saveClassifier } from './save-classifier';

let root: string;
beforeAll(async () => {
  await initBackend();
  root = await mkdtemp(path.join(os.tmpdir(), 'imgclf models '));
});
afterAll(() => rm(root, { recursive: true }));

const photo: PixelImage = {
  width: 20,
  height: 14,
  channels: 3,
  data: Uint8Array.from({ length: 840 }, (_, i) => (i * 71) % 256),
};

function classifier(seed: number): ImageClassifier {
  return new ImageClassifier({
    model: cnn({ inputShape: [12, 12, 1], filters: [2], denseUnits: [4], classes: 2, seed, dropout: 0.5 }),
    classNames: ['Katze', 'Hund ünd "so"'],
    preprocessing: [
      { op: 'resize', height: 12, width: 12, cropToAspectRatio: true },
      { op: 'normalize', mean: 120, std: 60, epsilon: 1e-10 },
    ],
    colorMode: 'grayscale',
    applyExifOrientation: true,
    platform: nodePlatform,
  });
}

test('a loaded classifier is the saved one, to the last bit', async () => {
  const folder = path.join(root, 'new', 'folder');
  const saved = classifier(1);
  const png = await nodePlatform.encodePng(photo);
  const expected = await saved.classify(png);
  await expectNoTensorLeak(() => saveClassifier(saved, folder));
  await expectNoTensorLeak(async () => {
    const loaded = await loadClassifier(folder);
    expect(await loaded.classify(png)).toEqual(expected);
    const { classNames, preprocessing, colorMode, applyExifOrientation } = loaded;
    expect({ classNames, preprocessing, colorMode, applyExifOrientation }).toEqual({
      classNames: saved.classNames,
      preprocessing: saved.preprocessing,
      colorMode: 'grayscale',
      applyExifOrientation: true,
    });
    loaded.dispose();
  });
});

test.each(['auto', 'onnxruntime-web', 'fused'] as const)(
  'answers the same on the engine %s',
  async (engine) => {
    const folder = path.join(root, engine);
    const saved = classifier(3);
    await saveClassifier(saved, folder);
    await expectNoTensorLeak(async () => {
      const loaded = await loadClassifier(folder, { engine });
      const { name, passedOver } = await loaded.prepare();
      if (engine !== 'auto') expect([name, passedOver]).toEqual([engine, []]);
      const pictures = [
        toGray(photo),
        toGray({ ...photo, data: Uint8Array.from(photo.data, (v) => 255 - v) }),
      ];
      const [answers, expected] = [await loaded.classifyBatch(pictures), await saved.classifyBatch(pictures)];
      for (const [i, classes] of expected.entries()) {
        expect(answers[i]?.map(({ label }) => label)).toEqual(classes.map(({ label }) => label));
        for (const [j, { score }] of classes.entries())
          expect(Math.abs((answers[i]?.[j]?.score ?? 0) - score)).toBeLessThan(1e-4);
      }
      await loaded.dispose();
    });
  },
);

test('refuses an engine that there is not', async () => {
  const folder = path.join(root, 'no engine');
  await saveClassifier(classifier(1), folder);
  const loaded = await loadClassifier(folder, { engine: 'tvm' as never });
  const invalid = expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'engine' });
  await expectNoTensorLeak(() => expect(loaded.classify(toGray(photo))).rejects.toThrow(invalid));
  await expect(loaded.prepare()).rejects.toThrow(invalid);
});

const toGray = ({ width, height, data }: PixelImage): PixelImage => ({
  width,
  height,
  channels: 1,
  data: data.filter((_, i) => i % 3 === 0) as PixelImage['data'],
});

test('classifies a file by its path', async () => {
  const folder = path.join(root, 'by path');
  await saveClassifier(classifier(1), folder);
  const file = path.join(folder, 'picture.png');
  await writeFile(file, await nodePlatform.encodePng(photo));
  const [best] = await (await loadClassifier(folder)).classify(file, { top: 1 });
  expect(best?.score).toBeGreaterThan(0.5);
});

test('replaces a classifier and leaves no old weights', async () => {
  const folder = path.join(root, 'replaced');
  await saveClassifier(classifier(1), folder);
  const before = await readdir(folder);
  await saveClassifier(classifier(2), folder);
  const after = await readdir(folder);
  expect(after).toHaveLength(before.length);
  expect(after).not.toEqual(before);
  (await loadClassifier(folder)).dispose();
});

test('a save that cannot write says so', async () => {
  const file = path.join(root, 'a file');
  await writeFile(file, 'x');
  await expect(saveClassifier(classifier(1), path.join(file, 'folder'))).rejects.toThrow(
    expect.objectContaining({ code: 'FILE_UNREADABLE' }),
  );
});

test('says what is missing or wrong', async () => {
  await expect(loadClassifier(path.join(root, 'nowhere'))).rejects.toThrow(
    expect.objectContaining({ code: 'FILE_NOT_FOUND' }),
  );
  const folder = path.join(root, 'changed');
  await saveClassifier(classifier(1), folder);
  const file = path.join(folder, 'model.json');
  const json = JSON.parse(await readFile(file, 'utf8'));
  const refuses = async (imgclf: unknown) => {
    await writeFile(file, JSON.stringify({ ...json, userDefinedMetadata: { imgclf } }));
    await expectNoTensorLeak(() =>
      expect(loadClassifier(folder)).rejects.toThrow(
        expect.objectContaining({ code: 'INVALID_FILE', file: folder }),
      ),
    );
  };
  const { imgclf } = json.userDefinedMetadata;
  await refuses(undefined);
  await refuses({ ...imgclf, formatVersion: 2 });
  await refuses({ ...imgclf, classNames: ['one'] });
  await refuses({ ...imgclf, preprocessing: [{ op: 'blur' }] });
  await refuses({ ...imgclf, colorMode: 'cmyk' });
});

test('refuses more weights than it was told to take', async () => {
  const folder = path.join(root, 'small');
  await saveClassifier(classifier(1), folder);
  await expect(loadClassifier(folder, { maxBytes: 10 })).rejects.toThrow(
    expect.objectContaining({ code: 'INVALID_FILE' }),
  );
});
