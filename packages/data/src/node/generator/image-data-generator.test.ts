import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose, type Tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import keras from './__fixtures__/keras-flow.json';
import jpeg from './__fixtures__/keras-jpeg.json';
import type { DirectoryFlowOptions } from './flow-from-directory';
import type { RecordFlowOptions } from './flow-from-records';
import { ImageDataGenerator } from './image-data-generator';
import { saveImagesTo } from './save-images-to';

let root: string;
beforeAll(async () => {
  await initBackend();
  root = await mkdtemp(path.join(tmpdir(), 'flow-'));
  for (const [file, encoded] of Object.entries(keras.files)) {
    await mkdir(path.join(root, path.dirname(file)), { recursive: true });
    await writeFile(path.join(root, file), Buffer.from(encoded, 'base64'));
  }
});
afterAll(() => rm(root, { recursive: true }));

interface Expected {
  readonly shape: number[];
  readonly values: number[];
}

function expectClose(tensor: Tensor | undefined, { shape, values }: Expected): void {
  expect([tensor?.shape, tensor?.dtype]).toEqual([shape, 'float32']);
  const data = tensor?.dataSync() ?? [];
  expect(Math.max(...values.map((value, i) => Math.abs(value - (data[i] as number))))).toBeLessThan(1e-3);
}

const quiet = { targetSize: [4, 3], batchSize: 3, onMessage: () => {} } as const;

describe('ImageDataGenerator.flowFromDirectory', () => {
  it.each(keras.cases)(
    'gives two epochs of Keras: $generator $flow',
    async ({ generator, flow, files, batches }) => {
      const dataset = await new ImageDataGenerator(generator).flowFromDirectory(root, {
        ...quiet,
        ...(flow as DirectoryFlowOptions),
      });
      expect(dataset.filePaths).toEqual(files.map((file) => path.join(root, file)));
      await expectNoTensorLeak(async () => {
        const made = [...(await dataset.toArray()), ...(await dataset.toArray())];
        expect(made.length).toBe(batches.length);
        for (const [i, { xs, ys }] of made.entries()) {
          expectClose(xs, batches[i]?.xs as Expected);
          expectClose(ys, batches[i]?.ys as Expected);
          dispose({ xs, ys } as never);
        }
      });
    },
  );

  it('decodes JPEG to the pixels of Pillow', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'jpeg-'));
    await mkdir(path.join(folder, 'all'));
    for (const [file, encoded] of Object.entries(jpeg.files))
      await writeFile(path.join(folder, 'all', file), Buffer.from(encoded, 'base64'));
    const targetSize = jpeg.size as [number, number];
    const flow = { targetSize, shuffle: false, classMode: null, onMessage: () => {} } as const;
    const dataset = await new ImageDataGenerator().flowFromDirectory(folder, flow);
    const [batch] = await dataset.toArray();
    const values = Array.from(batch?.xs.dataSync() ?? []);
    const length = jpeg.images[0]?.length ?? 0;
    const worst = jpeg.images.map((image, i) =>
      Math.max(...image.map((value, at) => Math.abs(value - (values[i * length + at] as number)))),
    );
    expect(worst).toEqual([0, 0, 0, 0]);
    dispose(batch as never);
    await rm(folder, { recursive: true });
  });

  it('says what it found, keeps what it makes, and takes an empty folder', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'saved-'));
    const messages: string[] = [];
    const generator = new ImageDataGenerator({ rotationRange: 10 });
    const dataset = await generator.flowFromDirectory(root, {
      ...quiet,
      onMessage: (message) => messages.push(message),
      onImage: saveImagesTo(path.join(folder, 'made')),
      savePrefix: 'aug',
    });
    expect(messages).toEqual(['Found 7 images belonging to 3 classes.']);
    expect([dataset.classNames, dataset.length]).toEqual([['.hidden', 'a', 'b'], 3]);
    dispose((await dataset.toArray()) as never);
    const saved = await readdir(path.join(folder, 'made'));
    expect(saved.filter((name) => /^aug_\d_\d+\.png$/.test(name))).toHaveLength(7);
    const empty = await generator.flowFromDirectory(path.join(folder, 'made'), quiet);
    expect([empty.length, await empty.toArray()]).toEqual([0, []]);
    await rm(folder, { recursive: true });
  });

  it.each<[string, DirectoryFlowOptions]>([
    ['classMode', { classMode: 'one-hot' as never }],
    ['colorMode', { colorMode: 'hsv' as never }],
    ['subset', { subset: 'test' as never }],
    ['interpolation', { interpolation: 'area' as never }],
    ['targetSize[1]', { targetSize: [3] as never }],
  ])('refuses a wrong %s', async (argument, options) => {
    await expect(new ImageDataGenerator().flowFromDirectory(root, options)).rejects.toMatchObject({
      argument,
    });
  });

  it('names a folder that is missing', async () => {
    const generator = new ImageDataGenerator();
    await expect(generator.flowFromDirectory('/missing', quiet)).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
    await expect(generator.flowFromDirectory(root, { ...quiet, classes: ['c'] })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
  });
});

describe('ImageDataGenerator.flowFromRecords', () => {
  const records = [
    { filename: 'a/7.png', class: 'cat', all: ['cat', 'big'], x: 1, y: 10, weight: 0.5 },
    { filename: 'a/8.png', class: 'dog', all: ['dog'], x: 2, y: 20, weight: 1 },
    { filename: 'missing.png', class: 'cow', all: [], x: 3, y: 30, weight: 2 },
    { filename: 'b/1.png', class: 'cat', all: 'big', x: 4, y: 40, weight: 3 },
  ];
  const read = async (options: RecordFlowOptions) => {
    const messages: string[] = [];
    const dataset = await new ImageDataGenerator({ validationSplit: 0.4 }).flowFromRecords(records, {
      ...quiet,
      directory: root,
      shuffle: false,
      onMessage: (message) => messages.push(message),
      ...options,
    });
    return expectNoTensorLeak(async () => {
      const [batch] = await dataset.toArray();
      const plain = (tensor: Tensor) => ({ shape: tensor.shape, values: [...tensor.dataSync()] });
      const ys: unknown = batch?.ys;
      const targets = Array.isArray(ys) ? ys.map(plain) : ys && plain(ys as Tensor);
      const weights = batch?.sampleWeight && plain(batch.sampleWeight).values;
      dispose({ ...batch } as never);
      return { targets, weights, messages, classNames: dataset.classNames };
    });
  };

  it('gives classes, weights and a message for what is left out', async () => {
    expect(await read({ classMode: 'binary', weightCol: 'weight', classes: ['dog', 'cat'] })).toEqual({
      targets: { shape: [3], values: [1, 0, 1] },
      weights: [0.5, 1, 3],
      messages: [
        'Found 1 invalid image filename(s) in xCol="filename". These filename(s) will be ignored.',
        'Found 3 validated image filenames belonging to 2 classes.',
      ],
      classNames: ['dog', 'cat'],
    });
    const several = await read({ yCol: 'all' });
    expect(several.classNames).toEqual(['big', 'cat', 'dog']);
    expect(several.targets).toEqual({ shape: [3, 3], values: [1, 1, 0, 0, 0, 1, 1, 0, 0] });
  });

  it('gives numbers as they are, one field or several, together or apart', async () => {
    expect((await read({ classMode: 'raw', yCol: 'x' })).targets).toEqual({ shape: [3], values: [1, 2, 4] });
    expect((await read({ classMode: 'raw', yCol: ['x', 'y'] })).targets).toEqual({
      shape: [3, 2],
      values: [1, 10, 2, 20, 4, 40],
    });
    expect((await read({ classMode: 'multiOutput', yCol: ['x', 'y'] })).targets).toEqual([
      { shape: [3], values: [1, 2, 4] },
      { shape: [3], values: [10, 20, 40] },
    ]);
  });

  it('splits the list, the first part for validation', async () => {
    expect((await read({ classMode: 'raw', yCol: 'x', subset: 'validation' })).targets).toMatchObject({
      values: [1],
    });
    expect((await read({ classMode: null, subset: 'training' })).messages.at(-1)).toBe(
      'Found 2 validated image filenames.',
    );
  });

  it.each<[string, RecordFlowOptions]>([
    ['records[0].name', { xCol: 'name' }],
    ['records[0].x', { yCol: 'x' }],
    ['records[0].class', { classMode: 'raw' }],
    ['records[0].class', { weightCol: 'class' }],
    ['classMode', { classMode: 'binary', classes: ['cat'] }],
    ['yCol', { yCol: ['class', 'x'] }],
  ])('names %s when it is wrong', async (argument, options) => {
    const given = { ...quiet, directory: root, ...options };
    await expect(new ImageDataGenerator().flowFromRecords(records, given)).rejects.toMatchObject({
      argument,
    });
  });
});
