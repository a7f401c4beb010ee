import { cp, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { imageDatasetFromArrays } from '@imgclf/data';
import { imageDatasetFromDirectory, loadNpz, saveNpz } from '@imgclf/data/node';
import { classificationHead, joinModels, mobileNetV2Application } from '@imgclf/models';
import { createPreprocessor, type PreprocessingStep } from '@imgclf/preprocess';
import { RandomFlip } from '@imgclf/preprocess/layers';
import type { PixelImage } from '@imgclf/runtime';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fit } from '../../fit/fit';
import { type CachedFeaturesOptions, cachedFeatures } from './cached-features';

let folder: string;
let images: string;
let file: string;

beforeAll(async () => {
  await initBackend();
  folder = await mkdtemp(path.join(os.tmpdir(), 'imgclf features '));
  images = path.join(folder, 'images');
  for (const [i, name] of ['cats/1', 'cats/2', 'dogs/1', 'dogs/2', 'dogs/3'].entries()) {
    const target = path.join(images, `${name}.png`);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, await nodePlatform.encodePng(picture(i)));
  }
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  await rm(path.join(folder, 'cache'), { recursive: true, force: true });
  file = path.join(folder, 'cache', 'train.npz');
});

function picture(seed: number): PixelImage {
  const data = Uint8Array.from({ length: 40 * 30 * 3 }, (_, i) => (i * (seed + 3) * 7) % 256);
  return { width: 40, height: 30, channels: 3, data };
}

const preprocessing: PreprocessingStep[] = [{ op: 'preprocessInput', mode: 'tf' }];
const makeBase = (seed = 1) =>
  mobileNetV2Application.build({
    alpha: 0.35,
    includeTop: false,
    inputShape: [32, 32, 3],
    pooling: 'max',
    seed,
  });
const dataset = (options: object = {}, directory = images) =>
  imageDatasetFromDirectory(directory, { imageSize: 32, batchSize: 2, seed: 4, verbose: false, ...options });

const base = () => (shared ??= makeBase());
let shared: ReturnType<typeof makeBase> | undefined;

/** The features, whether they came from the file, and what was said. */
async function features(options: Partial<CachedFeaturesOptions> = {}, data = dataset(), of = base()) {
  const messages: string[] = [];
  const onMessage = (message: string) => messages.push(message);
  const { xs, ys, from } = await cachedFeatures(of, await data, {
    file,
    engine: 'fused',
    preprocessing,
    onMessage,
    ...options,
  });
  const result = { xs: xs.arraySync() as number[][], ys: ys?.dataSync(), shape: xs.shape, from, messages };
  tf.dispose([xs, ys ?? []]);
  return result;
}

test('computes features once and reads them from the file afterwards', async () => {
  base();
  const [first, second] = await expectNoTensorLeak(async () => [await features(), await features()] as const);
  expect(first.from).toBe('computed');
  expect(first.messages).toEqual([
    expect.stringMatching(/features of 5 images: .*train\.npz does not exist/),
  ]);
  expect(first.shape).toEqual([5, 1280]);
  expect(second).toEqual({ ...first, from: 'file', messages: [] });
  expect([...(first.ys ?? [])].sort()).toEqual([0, 0, 1, 1, 1]);
  expect(await readdir(path.dirname(file))).toEqual(['train.npz']);
});

test('takes images in another order for the same', async () => {
  await features();
  expect((await features({}, dataset({ seed: 99 }))).from).toBe('file');
});

describe('is not taken in by a file that was made', () => {
  const flip = () => [new RandomFlip({ seed: 3 })];
  test.each([
    ['with other weights', () => features({}, dataset(), makeBase(2)), "the base's layers or weights"],
    ['with another preprocessing', () => features({ preprocessing: [] }), 'the preprocessing'],
    ['without augmentation', () => features({ augmentation: flip() }), 'the augmentation'],
    ['with fewer copies', () => features({ copies: 2 }), 'the copies'],
    [
      'from images loaded otherwise',
      () => features({}, dataset({ interpolation: 'bicubic' })),
      'how the images are loaded',
    ],
    ['from more images', () => features({}, dataset({ limit: 4 })), 'the images'],
  ])('%s', async (_, again, what) => {
    await features();
    const { from, messages } = await again();
    expect(from).toBe('computed');
    expect(messages[0]).toContain(`as these differ: ${what}.`);
    expect((await again()).from).toBe('file');
  });

  test('from an image that has changed since', async () => {
    const changing = path.join(folder, 'changing');
    await cp(images, changing, { recursive: true });
    const before = await features({}, dataset({}, changing));
    await writeFile(path.join(changing, 'cats', '1.png'), await nodePlatform.encodePng(picture(50)));
    await utimes(path.join(changing, 'cats', '1.png'), 1, 1);
    const after = await features({}, dataset({}, changing));
    expect(after).toMatchObject({ from: 'computed', messages: [expect.stringContaining('the images')] });
    expect(after.xs).not.toEqual(before.xs);
  });

  test('by something else, or is damaged', async () => {
    await features();
    const whole = await readFile(file);
    await writeFile(file, whole.subarray(0, 3000));
    expect(await features()).toMatchObject({
      from: 'computed',
      messages: [expect.stringContaining('damaged')],
    });
    expect(await readFile(file)).toEqual(whole);
    await saveNpz(file, { table: { data: Float32Array.of(1), shape: [1] } });
    expect((await features()).from).toBe('computed');
    expect((await features()).from).toBe('file');
  });
});

test('augments every copy of an image in another way', async () => {
  const { xs, shape, ys } = await features({ copies: 3, augmentation: [new RandomFlip({ seed: 1 })] });
  expect(shape).toEqual([15, 1280]);
  expect(ys).toHaveLength(15);
  expect(new Set(xs.map((row) => row.join())).size).toBeGreaterThan(5);
  const stored = await loadNpz(file);
  expect(stored.features).toMatchObject({ shape: [15, 1280] });
});

test('gives a head that does the same on the base as on the features', async () => {
  const { xs, ys } = await cachedFeatures(base(), await dataset(), {
    file,
    preprocessing,
    onMessage: () => {},
  });
  const head = classificationHead({ inputShape: [1280], denseUnits: [8], dropout: 0.3, classes: 2, seed: 1 });
  const { history } = await fit(head, {
    x: xs,
    y: ys as tf.Tensor,
    optimizer: 'adam',
    loss: 'sparse_categorical_crossentropy',
    metrics: ['accuracy'],
    epochs: 20,
    verbose: 0,
    seed: 1,
  });
  expect(history.loss?.at(-1)).toBeLessThan(history.loss?.[0] as number);
  const whole = joinModels(base(), head);
  const preprocessor = createPreprocessor(preprocessing);
  for await (const batch of await dataset({ shuffle: false })) {
    const { worst } = tf.tidy(() => {
      const x = preprocessor.processBatch(batch.xs);
      const joined = whole.predict(x) as tf.Tensor;
      const apart = head.predict(base().predict(x) as tf.Tensor) as tf.Tensor;
      return { worst: tf.max(tf.abs(tf.sub(joined, apart))).dataSync()[0] };
    });
    expect(worst).toBe(0);
    tf.dispose([batch.xs, batch.ys ?? []]);
  }
  tf.dispose([xs, ys ?? []]);
});

test('refuses images that are no files, and wrong options', async () => {
  const arrays = imageDatasetFromArrays([picture(1), picture(2)], { imageSize: 32, verbose: false });
  const invalid = (argument: string) => expect.objectContaining({ code: 'INVALID_ARGUMENT', argument });
  base();
  await expectNoTensorLeak(async () => {
    await expect(features({}, Promise.resolve(arrays))).rejects.toThrow(invalid('dataset'));
    await expect(features({ copies: 0 })).rejects.toThrow(invalid('copies'));
    await expect(features({ file: '' })).rejects.toThrow(invalid('file'));
    await expect(features({ preprocessing: [{ op: 'blur' } as never] })).rejects.toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
    await expect(features({ signal: AbortSignal.abort() })).rejects.toThrow(
      expect.objectContaining({ code: 'ABORTED' }),
    );
  });
  await expect(readFile(file)).rejects.toThrow(expect.objectContaining({ code: 'ENOENT' }));
});
