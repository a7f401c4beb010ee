import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fuseGraphModel } from '@imgclf/models';
import type { PixelImage } from '@imgclf/runtime';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawFaces } from '../../testing/draw-faces';
import { dataFolder, hasData } from '../../testing/test-data';
import type { FaceDetector } from '../face';
import { createBlazeFace } from './create-blaze-face';

const folder = path.join(createRequire(import.meta.url).resolve('@vladmandic/human'), '../../models');
const read = (name: string) => new Uint8Array(readFileSync(path.join(folder, name)));
const files = { json: read('blazeface.json'), weights: read('blazeface.bin'), file: 'blazeface.json' };

let detector: FaceDetector;
beforeAll(async () => {
  await initBackend();
  detector = await createBlazeFace(files);
});
afterAll(() => detector.dispose());

const size = { width: 300, height: 200 };
const two = [
  { x: 80, y: 100, size: 30 },
  { x: 200, y: 90, size: 40 },
];

test('finds faces where they are, in pixels of the picture, and leaves no tensors behind', async () => {
  const faces = await expectNoTensorLeak(() => detector.detectFaces(drawFaces(size, two)));
  expect(faces).toHaveLength(2);
  expect(faces[0]?.score).toBeGreaterThan(faces[1]?.score ?? 1);
  for (const { x, y, size: radius } of two) {
    const face = faces.find(({ xmin, xmax }) => xmin < x && x < xmax);
    expect(Math.abs(((face?.ymin ?? 0) + (face?.ymax ?? 0)) / 2 - y)).toBeLessThan(radius / 2);
    const { rightEye, leftEye, mouth } = face?.landmarks ?? {};
    expect(rightEye?.x).toBeCloseTo(x - 0.3 * radius, -1);
    expect(leftEye?.x).toBeCloseTo(x + 0.3 * radius, -1);
    expect(mouth?.y).toBeCloseTo(y + 0.58 * radius, -1);
  }
});

test('computes what TensorFlow.js itself makes of the graph model', async () => {
  const outputs = ['Identity', 'Identity_1', 'Identity_2', 'Identity_3'];
  const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(files.json));
  const weightData = new Uint8Array(files.weights).buffer;
  const artifacts = { modelTopology, weightSpecs: weightsManifest[0].weights, weightData };
  const theirs = await loadGraphModel({ load: async () => artifacts });
  const ours = fuseGraphModel(files, { outputs });
  for (const count of [1, 3]) {
    const x = tf.randomUniform([count, 256, 256, 3], -1, 1, 'float32', count);
    const received = ours.predict(x);
    expect(received.shape).toEqual([count, 896 * 17]);
    for (let i = 0; i < count; i++) {
      const parts = theirs.execute(tf.slice(x, i, 1), outputs) as tf.Tensor[];
      const expected = tf.concat(parts.map((part) => tf.reshape(part, [-1])));
      const worst = tf.max(tf.abs(tf.sub(tf.reshape(tf.slice(received, i, 1), [-1]), expected)));
      expect(tf.max(tf.abs(expected)).dataSync()[0]).toBeGreaterThan(10);
      expect(worst.dataSync()[0]).toBeLessThan(1e-4);
    }
  }
  theirs.dispose();
  ours.dispose();
});

test('finds the same with alpha, in floats, and at another size', async () => {
  const image = drawFaces(size, two);
  const expected = await detector.detectFaces(image);
  const alpha = new Uint8Array(image.width * image.height * 4);
  for (let i = 0; i < image.width * image.height; i++)
    alpha.set(image.data.subarray(i * 3, i * 3 + 3), i * 4);
  expect(await detector.detectFaces({ ...image, channels: 4, data: alpha })).toEqual(expected);
  const floats = { ...image, data: Float32Array.from(image.data) };
  expect(await detector.detectFaces(floats)).toEqual(expected);
  const larger = drawFaces(
    { width: 900, height: 600 },
    two.map(({ x, y, size: radius }) => ({ x: 3 * x, y: 3 * y, size: 3 * radius })),
  );
  const grown = await detector.detectFaces(larger);
  expect(grown).toHaveLength(2);
  for (const [i, { xmin }] of grown.entries()) expect(xmin / 3).toBeCloseTo(expected[i]?.xmin ?? 0, -1);
});

test('finds a hundred faces, and in grey', async () => {
  const hundred = Array.from({ length: 100 }, (_, i) => ({
    x: 64 + 128 * (i % 10),
    y: 64 + 128 * Math.floor(i / 10),
    size: 60,
  }));
  const eager = await createBlazeFace(files, { minScore: 0.5 });
  const faces = await eager.detectFaces(drawFaces({ width: 1280, height: 1280 }, hundred));
  const found = hundred.filter(({ x, y }) =>
    faces.some(({ xmin, ymin, xmax, ymax }) => xmin < x && x < xmax && ymin < y && y < ymax),
  );
  expect(found.length).toBeGreaterThanOrEqual(95);
  const { width, height, data } = drawFaces(size, two);
  const grey = data.filter((_, i) => i % 3 === 1);
  expect(await eager.detectFaces({ width, height, channels: 1, data: grey })).toHaveLength(2);
  eager.dispose();
});

test.each([
  [16, 16],
  [1, 5000],
  [5000, 1],
  [1, 1],
  [300, 200],
])('finds none in an empty picture of %i x %i', async (width, height) => {
  const image: PixelImage = drawFaces({ width, height }, []);
  expect(await expectNoTensorLeak(() => detector.detectFaces(image))).toEqual([]);
});

test('a lower threshold finds at least as much', async () => {
  const eager = await createBlazeFace(files, { minScore: 0.1, minOverlap: 1 });
  const image = drawFaces(size, two);
  const all = await eager.detectFaces(image);
  expect(all.length).toBeGreaterThan((await detector.detectFaces(image)).length);
  expect(all.every(({ score }) => score >= 0.1)).toBe(true);
  eager.dispose();
});

test('refuses wrong options and damaged or other files, without leaving tensors behind', async () => {
  const code = (value: string) => expect.objectContaining({ code: value });
  for (const options of [{ minScore: 2 }, { minOverlap: -1 }, { scale: 1 } as never])
    await expect(createBlazeFace(files, options)).rejects.toThrow(code('INVALID_ARGUMENT'));
  const wrong = [
    { ...files, json: new TextEncoder().encode('{}') },
    { ...files, json: files.json.subarray(0, 1000) },
    { ...files, weights: files.weights.subarray(0, 1000) },
    { json: read('facemesh.json'), weights: read('facemesh.bin'), file: 'facemesh.json' },
  ];
  for (const one of wrong) {
    await expectNoTensorLeak(() => expect(createBlazeFace(one)).rejects.toThrow(code('INVALID_FILE')));
  }
  await expect(detector.detectFaces(null as never)).rejects.toThrow(code('INVALID_ARGUMENT'));
});

const humans = path.join(dataFolder, 'gate/human');
const facesIn: Record<string, number> = { 'human_01.jpg': 4, 'human_02.jpg': 5, 'human_07.jpg': 6 };
describe.skipIf(!hasData('gate/human'))('photographs (skipped where IMGCLF_TEST_DATA holds none)', () => {
  test('have every face found', async () => {
    for (const name of readdirSync(humans)) {
      const bytes = new Uint8Array(readFileSync(path.join(humans, name)));
      const faces = await detector.detectFaces(await nodePlatform.decodeImage(bytes));
      expect(faces, name).toHaveLength(facesIn[name] ?? 1);
    }
  });
});
