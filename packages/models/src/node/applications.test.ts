import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { centerCrop, createPreprocessor } from '@imgclf/preprocess';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toTfjs } from '../format/to-tfjs';
import { type FusedModel, fuse } from '../inference/fused-model';
import { mobileNetV2, resNet50 } from './applications';

const data = process.env.IMGCLF_TEST_DATA ?? new URL('../../../../../shared/data', import.meta.url).pathname;
const weightsFile = (ending: string) =>
  path.join(data, 'weights', `mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224${ending}.h5`);
const present = existsSync(weightsFile(''));

let folder: string;
beforeAll(async () => {
  await initBackend();
  folder = await mkdtemp(path.join(os.tmpdir(), 'imgclf applications '));
});
afterAll(() => rm(folder, { recursive: true }));

const invalidFile = expect.objectContaining({ code: 'INVALID_FILE' });

test('builds with random weights, and refuses other sources', async () => {
  const model = await mobileNetV2({ weights: null, alpha: 0.35, inputShape: [32, 32, 3], classes: 5 });
  expect(model.outputs[0]?.shape).toEqual([null, 5]);
  await expect(mobileNetV2({ weights: 3 as never })).rejects.toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'weights' }),
  );
  await expect(resNet50({ classes: 3 })).rejects.toThrow(expect.objectContaining({ argument: 'classes' }));
  await expect(mobileNetV2({ weights: path.join(folder, 'none.h5') })).rejects.toThrow(
    expect.objectContaining({ code: 'FILE_NOT_FOUND' }),
  );
});

test('takes weights of TensorFlow.js beside its model.json, by path and by URL', async () => {
  const options = { alpha: 0.35, inputShape: [32, 32, 3] as const, includeTop: false };
  const original = await mobileNetV2({ ...options, weights: null, seed: 5 });
  const expected = original.getWeights().map((weight) => tf.sum(weight).dataSync()[0]);
  const saved = path.join(folder, 'tfjs');
  await mkdir(saved);
  for (const [name, bytes] of await toTfjs(original)) {
    await writeFile(path.join(saved, name), bytes);
  }
  for (const weights of [path.join(saved, 'model.json'), pathToFileURL(path.join(saved, 'model.json'))]) {
    const loaded = await mobileNetV2({ ...options, weights });
    expect(loaded.getWeights().map((weight) => tf.sum(weight).dataSync()[0])).toEqual(expected);
    loaded.dispose();
  }
  await rm(path.join(saved, 'weights-shard1of1.bin'), { force: true });
  await rm(path.join(saved, 'weights-shard1of2.bin'), { force: true });
  const missing = mobileNetV2({ ...options, weights: path.join(saved, 'model.json') });
  await expect(missing).rejects.toThrow(invalidFile);
  original.dispose();
});

describe.skipIf(!present)('with the weights of the test data', () => {
  test('refuses weights of another architecture, width or number of classes', async () => {
    const before = tf.memory().numTensors;
    const weights = weightsFile('');
    const wrong = [
      () => mobileNetV2({ weights, alpha: 0.5 }),
      () => mobileNetV2({ weights, classes: 10 }),
      () => mobileNetV2({ weights, includeTop: false }),
      () => resNet50({ weights }),
    ];
    for (const call of wrong) await expect(call()).rejects.toThrow(invalidFile);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('takes ImageNet weights from the cache, and notices when they change', async () => {
    const cacheDir = path.join(folder, 'models');
    const file = path.join(cacheDir, path.basename(weightsFile('_no_top')));
    await cp(weightsFile('_no_top'), file);
    const options = { includeTop: false, inputShape: [224, 224, 3] as const, cacheDir };
    (await mobileNetV2(options)).dispose();
    expect((await readdir(cacheDir)).map((name) => name.replace(/^.*h5/, ''))).toEqual(['', '.sha256']);
    const bytes = await readFile(file);
    bytes[bytes.length - 5000] = (bytes[bytes.length - 5000] ?? 0) ^ 1;
    await writeFile(file, bytes);
    await expect(mobileNetV2(options)).rejects.toThrow(invalidFile);
  });

  test('classifies the ImageNet sample as well as Keras does', {
    timeout: 600_000,
  }, async () => {
    const { top1, top5, dogs, falseDogs } = await classifySample(
      fuse(await mobileNetV2({ weights: weightsFile('') })),
    );
    // What Keras measures.
    expect(Math.abs(top1 - 0.868)).toBeLessThanOrEqual(0.005);
    expect(Math.abs(top5 - 0.974)).toBeLessThanOrEqual(0.005);
    expect([dogs, falseDogs]).toEqual([118, 1]);
  });
});

const isDog = (index: number) => index >= 151 && index <= 268;

/** Looks at all pictures, 25 at a time: the n-th in the order of names has class n. */
async function classifySample(model: FusedModel) {
  const sample = path.join(data, 'imagenet_sample');
  const names = (await readdir(sample)).sort();
  const counts = { top1: 0, top5: 0, dogs: 0, falseDogs: 0 };
  for (let start = 0; start < names.length; start += 25) {
    const batch = await Promise.all(
      names.slice(start, start + 25).map((name) => load(path.join(sample, name))),
    );
    const rows = tf.tidy(() => (model.predict(tf.stack(batch)) as tf.Tensor2D).arraySync());
    tf.dispose(batch);
    for (const [i, scores] of rows.entries()) {
      const truth = start + i;
      const best = scores
        .map((_, index) => index)
        .sort((a, b) => (scores[b] as number) - (scores[a] as number));
      counts.top1 += best[0] === truth ? 1 : 0;
      counts.top5 += best.slice(0, 5).includes(truth) ? 1 : 0;
      counts.dogs += isDog(truth) && isDog(best[0] as number) ? 1 : 0;
      counts.falseDogs += !isDog(truth) && isDog(best[0] as number) ? 1 : 0;
    }
  }
  return { ...counts, top1: counts.top1 / names.length, top5: counts.top5 / names.length };
}

const preprocessor = createPreprocessor([{ op: 'preprocessInput', mode: 'tf' }]);

async function load(file: string): Promise<tf.Tensor> {
  const image = await nodePlatform.decodeImage(await nodePlatform.readBytes(file));
  return preprocessor.process(centerCrop(image, { height: 224, width: 224 }));
}
