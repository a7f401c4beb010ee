import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImageDirectoryOptions, imageDatasetFromDirectory } from './image-dataset-from-directory';

beforeAll(() => initBackend());

let root: string;
const quiet = { onMessage: () => {}, imageSize: [2, 3], shuffle: false, batchSize: 4 } as const;

/** A PNG of one colour: the red channel says which file it is, green which class. */
function png(red: number, green: number): Promise<Uint8Array> {
  const data = Uint8Array.from({ length: 6 * 5 * 3 }, (_, i) => [red, green, 9][i % 3] as number);
  return nodePlatform.encodePng({ width: 6, height: 5, channels: 3, data });
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'images '));
  for (const [label, name] of ['cats', 'dögs'].entries()) {
    await mkdir(path.join(root, name));
    for (let i = 0; i < 5; i++) {
      await writeFile(path.join(root, name, `${i} \n.png`), await png(label * 5 + i, label * 100));
    }
  }
});
afterAll(() => rm(root, { recursive: true }));

async function read(options: ImageDirectoryOptions = {}) {
  const dataset = await imageDatasetFromDirectory(root, { ...quiet, ...options } as typeof quiet);
  const batches = [];
  for await (const { xs, ys } of dataset) {
    const [data, labels] = [await xs.data(), ys && [...(await ys.data())]];
    batches.push({
      shape: xs.shape,
      dtype: xs.dtype,
      data,
      labels,
      labelShape: ys?.shape,
      labelType: ys?.dtype,
    });
    dispose(ys ? [xs, ys] : xs);
  }
  return { dataset, batches };
}

describe('imageDatasetFromDirectory', () => {
  it('gives batches in order with their labels, and what it found', async () => {
    const { dataset, batches } = await expectNoTensorLeak(() => read());
    expect(batches.map(({ shape }) => shape)).toEqual([
      [4, 2, 3, 3],
      [4, 2, 3, 3],
      [2, 2, 3, 3],
    ]);
    expect(batches[0]?.dtype).toBe('float32');
    expect(batches[1]?.labels).toEqual([0, 1, 1, 1]);
    expect(batches[1]?.labelType).toBe('int32');
    expect([...(batches[1]?.data.subarray(18, 24) ?? [])]).toEqual([5, 100, 9, 5, 100, 9]);
    expect(dataset.classNames).toEqual(['cats', 'dögs']);
    expect(dataset.length).toBe(3);
    expect(dataset.filePaths[5]).toBe(path.join(root, 'dögs', '0 \n.png'));
    expect(dataset.labels).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    expect(dataset.unreadable).toEqual([]);
  });

  it('shapes labels as their mode says', async () => {
    const first = async (options: ImageDirectoryOptions) =>
      (await read({ batchSize: 10, ...options })).batches[0];
    const binary = await first({ labelMode: 'binary' });
    expect([binary?.labelShape, binary?.labelType, binary?.labels?.[9]]).toEqual([[10, 1], 'float32', 1]);
    const categorical = await first({ labelMode: 'categorical' });
    expect([categorical?.labelShape, categorical?.labelType]).toEqual([[10, 2], 'float32']);
    expect(categorical?.labels?.slice(8, 12)).toEqual([1, 0, 0, 1]);
    expect((await first({ labelMode: null }))?.labels).toBeUndefined();
    expect((await first({ labels: null }))?.labels).toBeUndefined();
    const listed = await first({ labels: [3, 3, 3, 3, 3, 1, 1, 1, 1, 2] });
    expect(listed?.labels).toEqual([3, 3, 3, 3, 3, 1, 1, 1, 1, 2]);
  });

  it('gives examples without a batch axis when there is no batch size', async () => {
    const { dataset, batches } = await expectNoTensorLeak(() => read({ batchSize: null }));
    expect(dataset.length).toBe(10);
    expect(batches.map(({ shape, labelShape }) => [shape, labelShape])).toEqual(
      new Array(10).fill([[2, 3, 3], []]),
    );
  });

  it('keeps whole numbers with nearest interpolation', async () => {
    const { batches } = await read({ interpolation: 'NEAREST' as 'nearest', colorMode: 'grayscale' });
    expect([batches[0]?.dtype, batches[0]?.shape]).toEqual(['int32', [4, 2, 3, 1]]);
  });

  it('splits without overlap, shuffles each pass of the training part and never the validation part', async () => {
    const messages: string[] = [];
    const [training, validation] = await imageDatasetFromDirectory(root, {
      ...quiet,
      shuffle: true,
      seed: 1,
      validationSplit: 0.4,
      subset: 'both',
      onMessage: (message) => messages.push(message),
    });
    expect(messages).toEqual([
      'Found 10 files belonging to 2 classes.',
      'Using 6 files for training.',
      'Using 4 files for validation.',
    ]);
    expect([...training.filePaths, ...validation.filePaths].sort()).toHaveLength(
      new Set([...training.filePaths, ...validation.filePaths]).size,
    );
    const pass = async (dataset: typeof training) => {
      const files: number[] = [];
      for await (const { xs, ys } of dataset.unbatch()) {
        files.push((await xs.data())[0] as number);
        dispose(ys ? [xs, ys] : xs);
      }
      return files;
    };
    await expectNoTensorLeak(async () => {
      const [first, second] = [await pass(training), await pass(training)];
      expect(first).not.toEqual(second);
      expect([...first].sort()).toEqual([...second].sort());
      const files = validation.filePaths.map((file) => Number(path.basename(file)[0]));
      const numbers = files.map((file, i) => file + 5 * (validation.labels?.[i] ?? 0));
      expect(await pass(validation)).toEqual(numbers);
      expect(await pass(validation)).toEqual(numbers);
    });
  });

  it('stratifies and limits', async () => {
    const dataset = await imageDatasetFromDirectory(root, {
      ...quiet,
      validationSplit: 0.4,
      subset: 'validation',
      stratify: true,
    });
    expect(dataset.labels).toEqual([0, 0, 1, 1]);
    const limited = await imageDatasetFromDirectory(root, { ...quiet, limit: 3 });
    expect(limited.labels).toEqual([0, 0, 0]);
    expect(limited.length).toBe(1);
  });

  it('gives the same order twice for the same seed', async () => {
    const orders = async () => (await read({ shuffle: true, seed: 3 })).batches.map(({ data }) => [...data]);
    expect(await orders()).toEqual(await orders());
  });

  it('frees everything when a loop is left early', async () => {
    const dataset = await imageDatasetFromDirectory(root, quiet);
    await expectNoTensorLeak(async () => {
      for await (const { xs, ys } of dataset) {
        dispose(ys ? [xs, ys] : xs);
        break;
      }
    });
  });

  it('stops when its signal fires', async () => {
    const controller = new AbortController();
    const dataset = await imageDatasetFromDirectory(root, { ...quiet, signal: controller.signal });
    controller.abort('enough');
    await expect(dataset.toArray()).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it.each<[string, ImageDirectoryOptions]>([
    ['batchSize', { batchSize: 0 }],
    ['imageSize', { imageSize: [10] as never }],
    ['imageSize', { imageSize: 0 }],
    ['labelMode', { labelMode: 'sparse' as never }],
    ['colorMode', { colorMode: 'hsv' as never }],
    ['interpolation', { interpolation: 'cubic' as never }],
    ['labels', { labels: 'none' as never }],
    ['labels', { labels: [0, 0, 0, 0, 0, 1, 1, 1, 1, 5], labelMode: 'categorical' }],
    ['validationSplit', { validationSplit: 1, subset: 'training' }],
    ['validationSplit', { subset: 'training' }],
    ['subset', { validationSplit: 0.5 }],
    ['subset', { validationSplit: 0.5, subset: 'test' as never }],
    ['seed', { validationSplit: 0.5, subset: 'training', shuffle: true }],
    ['seed', { seed: -1 }],
    ['padToAspectRatio', { cropToAspectRatio: true, padToAspectRatio: true }],
    ['labelMode', { labelMode: 'binary', classNames: ['cats'] }],
    ['classNames', { classNames: ['cats', 'cats'] }],
    ['stratify', { labels: null, stratify: true }],
    ['parallelism', { parallelism: 0 }],
    ['onError', { onError: 'ignore' as never }],
    ['onMessage', { onMessage: 'log' as never }],
    ['extensions[0]', { extensions: ['png'] }],
    ['imageSise', { imageSise: 32 } as never],
  ])('refuses a wrong %s', async (argument, options) => {
    const given = { ...quiet, ...options } as typeof quiet;
    const expected = expect.objectContaining({ code: 'INVALID_ARGUMENT', argument });
    await expect(imageDatasetFromDirectory(root, given)).rejects.toEqual(expected);
  });
});

describe('imageDatasetFromDirectory on bad input', () => {
  let bad: string;
  beforeAll(async () => {
    bad = await mkdtemp(path.join(tmpdir(), 'bad-'));
    await mkdir(path.join(bad, 'a'));
    await mkdir(path.join(bad, 'none'));
    const good = await png(7, 7);
    await writeFile(path.join(bad, 'a', 'good.png'), good);
    await writeFile(path.join(bad, 'a', 'empty.png'), '');
    await writeFile(path.join(bad, 'a', 'text.jpg'), 'not a picture');
    await writeFile(path.join(bad, 'a', 'short.png'), good.subarray(0, good.length - 30));
  });
  afterAll(() => rm(bad, { recursive: true }));

  it('fails on the first unreadable image, and leaks nothing', async () => {
    const dataset = await imageDatasetFromDirectory(bad, quiet);
    await expectNoTensorLeak(() =>
      expect(dataset.toArray()).rejects.toMatchObject({
        code: 'IMAGE_UNREADABLE',
        file: path.join(bad, 'a', 'empty.png'),
      }),
    );
  });

  it('skips unreadable images and reports every one of them once', async () => {
    const dataset = await imageDatasetFromDirectory(bad, { ...quiet, onError: 'skip' });
    await expectNoTensorLeak(async () => {
      for (let pass = 0; pass < 2; pass++) {
        const [batch, ...others] = await dataset.toArray();
        expect([batch?.xs.shape, others.length]).toEqual([[1, 2, 3, 3], 0]);
        dispose(batch as never);
      }
    });
    expect(dataset.unreadable.map(({ file, code }) => [path.basename(file), code])).toEqual([
      ['empty.png', 'IMAGE_UNREADABLE'],
      ['short.png', 'IMAGE_UNREADABLE'],
      ['text.jpg', 'IMAGE_UNREADABLE'],
    ]);
  });

  it('reports a file that vanishes after the listing, and fails when nothing is left', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'gone-'));
    await mkdir(path.join(folder, 'a'));
    await writeFile(path.join(folder, 'a', '1.png'), await png(1, 1));
    const dataset = await imageDatasetFromDirectory(folder, { ...quiet, onError: 'skip' });
    await rm(path.join(folder, 'a', '1.png'));
    await expect(dataset.toArray()).rejects.toMatchObject({ code: 'DATASET_EMPTY' });
    expect(dataset.unreadable).toMatchObject([{ code: 'FILE_NOT_FOUND' }]);
    await rm(folder, { recursive: true });
  });

  it('says which classes have no images, and that a folder has none at all', async () => {
    const messages: string[] = [];
    const onMessage = (message: string) => messages.push(message);
    await imageDatasetFromDirectory(bad, { ...quiet, onMessage });
    expect(messages).toEqual(['Found 4 files belonging to 2 classes.', 'The class none has no images.']);
    await expect(imageDatasetFromDirectory(bad, { ...quiet, classNames: ['none'] })).rejects.toMatchObject({
      code: 'DATASET_EMPTY',
      message: `No images found in the folder ${bad}. Allowed formats: .bmp .gif .jpeg .jpg .png`,
    });
    const split = { ...quiet, validationSplit: 0.1, subset: 'both' } as const;
    await expect(imageDatasetFromDirectory(bad, split)).rejects.toMatchObject({
      message: expect.stringMatching(/^No validation images found/),
    });
  });
});
