import {
  type ApplicationOptions,
  createApplication,
  ImageClassifier,
  imagenetClassNames,
  inceptionResNetV2Application,
  mobileNetV2Application,
  resNet50Application,
} from '@imgclf/models';
import type { PixelImage } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { colorBackbone, colorNetwork, constantNetwork } from '../testing/color-backbone';
import { dogDetectorOf } from './backbones';
import { DogDetector } from './dog-detector';

beforeAll(async () => {
  await initBackend();
});

/** A picture of one colour. */
function plain(...color: [number, number, number]): PixelImage {
  const data = Uint8Array.from({ length: 48 }, (_, i) => color[i % 3] as number);
  return { width: 4, height: 4, channels: 3, data };
}

test('sees a dog where the best class is a breed, and sums the breeds', async () => {
  const detector = new DogDetector(colorBackbone());
  const [green, red] = await expectNoTensorLeak(() =>
    detector.detectDogs([plain(0, 255, 0), plain(255, 0, 0)]),
  );
  expect(green).toMatchObject({ isDog: true, top: [{ label: 'golden_retriever' }, {}, {}, {}, {}] });
  expect(green?.breedScores).toHaveLength(118);
  expect(green?.probability).toBeCloseTo(1, 4);
  expect(green?.features).toEqual(Float32Array.of(0, 1, 0));
  expect(red).toMatchObject({ isDog: false, top: [{ label: 'goldfish' }, {}, {}, {}, {}] });
  expect(red?.probability).toBeLessThan(1e-4);
  expect(await detector.detectDogs([])).toEqual([]);
  await detector.dispose();
});

test('the two rules differ where several classes are likely', async () => {
  const image = plain(255, 250, 250); // a goldfish first, but two breeds sum to more
  const byBest = new DogDetector(colorBackbone());
  const bySum = new DogDetector(colorBackbone(), { rule: 'probability' });
  const strict = new DogDetector(colorBackbone(), { rule: 'probability', minProbability: 0.9 });
  expect((await byBest.detectDog(image)).isDog).toBe(false);
  const { isDog, probability } = await bySum.detectDog(image);
  expect(isDog).toBe(true);
  expect(probability).toBeGreaterThan(0.5);
  expect((await strict.detectDog(image)).isDog).toBe(false);
  for (const one of [byBest, bySum, strict]) await one.dispose();
});

const networks = [
  {
    application: mobileNetV2Application,
    options: { inputShape: [64, 64, 3], alpha: 0.35 },
    mode: 'tf',
    count: 1280,
  },
  { application: resNet50Application, options: { inputShape: [64, 64, 3] }, mode: 'caffe', count: 2048 },
  {
    application: inceptionResNetV2Application,
    options: { inputShape: [75, 75, 3] },
    mode: 'tf',
    count: 1536,
  },
] as const;

test.each(networks)(
  'gives what $application.name itself says, split and fused',
  { timeout: 120_000 },
  async ({ application, options, mode, count }) => {
    const model = await createApplication<ApplicationOptions>(application, options, null);
    const preprocessing = [
      { op: 'resize', height: options.inputShape[0], width: options.inputShape[1] },
      { op: 'preprocessInput', mode },
    ] as const;
    const image = { ...plain(1, 2, 3), data: Uint8Array.from({ length: 48 }, (_, i) => (i * 91) % 256) };
    const classifier = new ImageClassifier({ model, classNames: imagenetClassNames, preprocessing });
    const expected = await classifier.classify(image);
    const detector = new DogDetector(classifier);
    expect(detector.featureCount).toBe(count);
    const { top } = await expectNoTensorLeak(() => detector.detectDog(image));
    for (const [i, { label, score }] of top.entries()) {
      expect(label).toBe(expected[i]?.label);
      expect(score).toBeCloseTo(expected[i]?.score ?? 0, 5);
    }
    await detector.dispose();
  },
);

test.each([
  ['mobileNetV2', 224, [-1, 0.6, 1]],
  ['resNet50', 224, [255 - 103.939, 204 - 116.779, -123.68]],
  ['inceptionResNetV2', 299, [-1, 0.6, 1]],
] as const)('%s sees pictures of %i pixels a side as Keras prepares them', async (name, side, expected) => {
  const detector = await dogDetectorOf(name, colorNetwork(side), {});
  const { features, isDog, top } = await expectNoTensorLeak(() => detector.detectDog(plain(0, 204, 255)));
  for (const [i, value] of features.entries()) expect(value).toBeCloseTo(expected[i] ?? 0, 1);
  expect([isDog, top[0]?.label]).toEqual(
    name === 'resNet50' ? [false, 'goldfish'] : [true, 'Siberian_husky'],
  );
  await detector.dispose();
});

test.each([
  [150, false],
  [151, true],
  [268, true],
  [269, false],
])('class %i is a dog: %s', async (index, isDog) => {
  const detector = await dogDetectorOf('inceptionResNetV2', constantNetwork(299, index), {});
  const sighting = await detector.detectDog(plain(1, 2, 3));
  expect(sighting).toMatchObject({ isDog, top: [{ label: imagenetClassNames[index] }, {}, {}, {}, {}] });
  expect(sighting.probability).toBeCloseTo(Number(isDog), 3);
  await detector.dispose();
});

test('its extractor gives the features of a sighting', async () => {
  const detector = new DogDetector(colorBackbone());
  const batch = tf.fill([2, 8, 8, 3], 51);
  const features = await expectNoTensorLeak(() => detector.extractor.predict(batch), 1);
  expect(features.shape).toEqual([2, 3]);
  expect([...(await features.data())].every((value) => Math.abs(value - 0.2) < 1e-6)).toBe(true);
  tf.dispose([batch, features]);
  await detector.dispose();
});

test('disposing frees the classifier too', async () => {
  await expectNoTensorLeak(() => new DogDetector(colorBackbone()).dispose());
});

test('refuses other classifiers and wrong options', async () => {
  const { model, preprocessing } = colorBackbone();
  const renamed = imagenetClassNames.map((_, i) => `class ${i}`);
  const other = new ImageClassifier({ model, preprocessing, classNames: renamed });
  const invalid = (argument: string) => expect.objectContaining({ code: 'INVALID_ARGUMENT', argument });
  expect(() => new DogDetector(other)).toThrow(invalid('classifier'));
  const right = new ImageClassifier({ model, preprocessing, classNames: imagenetClassNames });
  expect(() => new DogDetector(right, { rule: 'best' as never })).toThrow(invalid('rule'));
  expect(() => new DogDetector(right, { minProbability: 2 })).toThrow(invalid('minProbability'));
  await right.dispose();
});
