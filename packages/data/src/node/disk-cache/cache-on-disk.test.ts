import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Dataset } from '../../dataset/dataset';
import { imageDatasetFromDirectory } from '../image-dataset-from-directory';
import { cacheOnDisk } from './cache-on-disk';

beforeAll(() => initBackend());

let folder: string;
let file: string;
let passes: number;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cache-'));
  file = path.join(folder, 'deep', 'er.bin');
  passes = 0;
});
afterEach(() => rm(folder, { recursive: true }));

function source(): Dataset<{ xs: Tensor; ys: Tensor; more: unknown[] }> {
  return new Dataset(
    async function* () {
      passes++;
      for (let i = 0; i < 3; i++) {
        yield {
          xs: tensor([i, 0.1, NaN], [1, 3]),
          ys: tensor([i, -7], [2], 'int32'),
          more: ['é', i, null, tensor([true, false])],
        };
      }
    },
    { length: 3 },
  );
}

async function read(dataset: ReturnType<typeof source>) {
  const elements = await dataset.toArray();
  const values = elements.map(({ xs, ys, more }) => [
    [xs.dtype, xs.shape, [...xs.dataSync()]],
    [ys.dtype, ys.shape, [...ys.dataSync()]],
    [...more.slice(0, 3), [...(more[3] as Tensor).dataSync()], (more[3] as Tensor).dtype],
  ]);
  dispose(elements as never);
  return values;
}

describe('cacheOnDisk', () => {
  it('gives the same elements from the file, to another process too', async () => {
    await expectNoTensorLeak(async () => {
      const expected = await read(source());
      const cached = cacheOnDisk(source(), file);
      expect(cached.length).toBe(3);
      expect(await read(cached)).toEqual(expected);
      expect(await read(cached)).toEqual(expected);
      expect(await read(cacheOnDisk(source(), file))).toEqual(expected);
      expect(passes).toBe(2);
    });
  });

  it('is filled anew for another key', async () => {
    await read(cacheOnDisk(source(), file, { key: 'a' }));
    await read(cacheOnDisk(source(), file, { key: 'b' }));
    await read(cacheOnDisk(source(), file, { key: 'b' }));
    expect(passes).toBe(2);
  });

  it('leaves nothing behind when a pass ends early or fails', async () => {
    await expectNoTensorLeak(async () => {
      for await (const element of cacheOnDisk(source(), file)) {
        dispose(element as never);
        break;
      }
      const odd = source().map(({ xs }) => ({ xs, when: new Date() }));
      await expect(cacheOnDisk(odd, file).toArray()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    });
    expect(await readdir(path.dirname(file))).toEqual([]);
  });

  it('refuses a damaged file at every length, without leaks', async () => {
    await read(cacheOnDisk(source(), file));
    const whole = await readFile(file);
    await expectNoTensorLeak(async () => {
      for (let length = 0; length < whole.length; length += 13) {
        await writeFile(file, whole.subarray(0, length));
        const reading = cacheOnDisk(source(), file).toArray();
        await expect(reading).rejects.toMatchObject({ code: 'INVALID_FILE', file });
      }
    });
  });
});

it('costs no decoding once it is there: the pictures may be gone', async () => {
  const pictures = path.join(folder, 'photos');
  await mkdir(path.join(pictures, 'all'), { recursive: true });
  for (let i = 0; i < 5; i++) {
    const picture = { width: 6, height: 4, channels: 3, data: new Uint8Array(72).fill(40 * i) } as const;
    await writeFile(path.join(pictures, `all/${i}.png`), await nodePlatform.encodePng(picture));
  }
  const options = { imageSize: 3, batchSize: 2, shuffle: false, verbose: false } as const;
  const cached = cacheOnDisk(await imageDatasetFromDirectory(pictures, options), file);
  const values = async () => {
    const batches = await cached.toArray();
    const all = batches.map(({ xs }) => [...xs.dataSync()]);
    dispose(batches as never);
    return all;
  };
  const first = await values();
  await rm(pictures, { recursive: true });
  expect(await values()).toEqual(first);
});
