import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ImgclfError, type PixelImage } from '@imgclf/runtime';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImageDataset, imageDatasetFromArrays, labelFromFileName } from '../index';
import { imageDatasetFromFiles } from './image-dataset-from-files';
import { imageDatasetFromManifest } from './image-dataset-from-manifest';
import { imageDatasetFromUrls } from './image-dataset-from-urls';

const quiet = { shuffle: false, verbose: false, imageSize: 2, batchSize: 8 } as const;
let folder: string;

function picture(value: number): PixelImage {
  return { width: 3, height: 3, channels: 3, data: new Uint8Array(27).fill(value) };
}

beforeAll(async () => {
  await initBackend();
  folder = await mkdtemp(path.join(tmpdir(), 'lists-'));
  await mkdir(path.join(folder, 'train'));
  for (const [i, name] of ['dog.1', 'cat.1', 'dog.2'].entries()) {
    await writeFile(path.join(folder, 'train', `${name}.png`), await nodePlatform.encodePng(picture(i)));
  }
});
afterAll(() => rm(folder, { recursive: true }));

const files = () => ['dog.1', 'cat.1', 'dog.2'].map((name) => path.join(folder, 'train', `${name}.png`));

async function read(dataset: ImageDataset) {
  return expectNoTensorLeak(async () => {
    const [batch] = await dataset.toArray();
    const values = Array.from(batch?.xs.dataSync() ?? []).filter((_, i) => i % 12 === 0);
    const labels = batch?.ys && [...batch.ys.dataSync()];
    dispose(batch as never);
    return { values, labels, classNames: dataset.classNames };
  });
}
const expected = { values: [0, 1, 2], labels: [1, 0, 1], classNames: ['cat', 'dog'] };

describe('imageDatasetFromFiles', () => {
  it('labels files by their names', async () => {
    const dataset = await imageDatasetFromFiles(files(), { ...quiet, labels: labelFromFileName });
    expect(await read(dataset)).toEqual(expected);
    expect(dataset.filePaths).toEqual(files());
  });

  it('has no labels by default, and refuses an empty list', async () => {
    expect(await read(await imageDatasetFromFiles(files(), quiet))).toEqual({
      values: [0, 1, 2],
      labels: undefined,
      classNames: null,
    });
    await expect(imageDatasetFromFiles([], quiet)).rejects.toMatchObject({ code: 'DATASET_EMPTY' });
  });

  it('splits in two', async () => {
    const split = { ...quiet, validationSplit: 0.4, subset: 'both', onMessage: () => {} } as const;
    const [training, validation] = await imageDatasetFromFiles(files(), split);
    expect([training.filePaths, validation.filePaths]).toEqual([files().slice(0, 2), files().slice(2)]);
  });
});

describe('imageDatasetFromUrls', () => {
  it('fetches images, and reports those that cannot be had', async () => {
    const server = createServer(async (request, response) => {
      if (request.url === '/missing.png') response.writeHead(404).end();
      else response.end(await nodePlatform.encodePng(picture(Number(request.url?.slice(1)))));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const urls = [`${base}/0`, `${base}/missing.png`, `${base}/2`];
    const dataset = await imageDatasetFromUrls(urls, { ...quiet, onError: 'skip', labels: ['a', 'b', 'c'] });
    expect(await read(dataset)).toEqual({ values: [0, 2], labels: [0, 2], classNames: ['a', 'b', 'c'] });
    expect(dataset.unreadable).toMatchObject([{ file: `${base}/missing.png` }]);
    server.close();
  });
});

describe('imageDatasetFromUrls given what is no picture', () => {
  const answers: Record<string, (response: ServerResponse) => void> = {
    page: (response) => response.setHeader('content-type', 'image/png').end('<html>Not here</html>'),
    empty: (response) => response.end(),
    broken: (response) => response.writeHead(500).end(),
    cut: (response) => {
      response.writeHead(200, { 'content-length': '5000' }).write('half of it');
      setTimeout(() => response.destroy(), 50);
    },
    circle: (response) => response.writeHead(302, { location: '/circle' }).end(),
    bomb: (response) => response.end(readFileSync(bomb)),
  };
  const bomb = new URL('../../../runtime/src/node/__fixtures__/bomb.png', import.meta.url);
  let server: Server;
  let base: string;
  beforeAll(async () => {
    server = createServer((request, response) => answers[request.url?.slice(1) ?? '']?.(response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it.each([
    ['page', 'IMAGE_UNREADABLE'],
    ['empty', 'IMAGE_UNREADABLE'],
    ['broken', 'FILE_UNREADABLE'],
    ['cut', 'FILE_UNREADABLE'],
    ['circle', 'FILE_UNREADABLE'],
    ['bomb', 'IMAGE_TOO_LARGE'],
  ])('%s', async (name, code) => {
    const url = `${base}/${name}`;
    const dataset = await imageDatasetFromUrls([url], { ...quiet, labels: null });
    await expectNoTensorLeak(() => expect(dataset.toArray()).rejects.toMatchObject({ code }));
    const tolerant = await imageDatasetFromUrls([url], { ...quiet, labels: null, onError: 'skip' });
    await expect(tolerant.toArray()).rejects.toMatchObject({ code: 'DATASET_EMPTY' });
    expect(tolerant.unreadable).toMatchObject([{ file: url, code }]);
  });

  it('a URL that cannot be', async () => {
    for (const url of ['ftp://127.0.0.1/a.png', 'http://', 'http://127.0.0.1:1/a.png']) {
      const dataset = await imageDatasetFromUrls([url], { ...quiet, labels: null });
      await expect(dataset.toArray()).rejects.toSatisfy(ImgclfError.isInstance);
    }
  });
});

describe('imageDatasetFromManifest', () => {
  it('reads the files that a table lists, relative to itself', async () => {
    const manifest = path.join(folder, 'labels.csv');
    await writeFile(manifest, 'id,breed\ndog.1,dog\ncat.1,cat\ndog.2,dog\n');
    const dataset = await imageDatasetFromManifest(manifest, {
      ...quiet,
      pathColumn: 'id',
      labelColumn: 'breed',
      toPath: (id) => `train/${id}.png`,
    });
    expect(await read(dataset)).toEqual(expected);
  });

  it('names a manifest that is missing or none', async () => {
    const missing = path.join(folder, 'missing.csv');
    await expect(imageDatasetFromManifest(missing)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await expect(imageDatasetFromManifest(files()[0] as string)).rejects.toMatchObject({
      code: 'INVALID_FILE',
    });
    await expect(imageDatasetFromManifest(missing, { format: 'xml' as never })).rejects.toMatchObject({
      argument: 'format',
    });
  });
});

describe('imageDatasetFromArrays', () => {
  it('takes pictures as they are', async () => {
    const images = [picture(0), picture(1), picture(2)];
    expect(await read(imageDatasetFromArrays(images, { ...quiet, labels: ['dog', 'cat', 'dog'] }))).toEqual(
      expected,
    );
    expect(() => imageDatasetFromArrays(images, { ...quiet, colorMode: 'rgba' })).toThrow(
      expect.objectContaining({ argument: 'images[0]' }),
    );
  });
});
