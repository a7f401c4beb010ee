import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AbortedError, ImageUnreadableError } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose, type Tensor } from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ImageLoadingOptions } from '../../images/image-options';
import { imageDatasetFromDirectory } from '../image-dataset-from-directory';
import { findProgram } from './find-program';
import { ImageThread } from './image-thread';
import { type LoadJob, loadImages } from './load-images';

const options = { imageSize: [9, 11], batchSize: 8, seed: 3, verbose: false } as const;
let folder: string;
const at = (name: string) => path.join(folder, name);

/** A picture whose colour says which it is, larger than what it is resized to and not square. */
async function picture(i: number, format: 'jpeg' | 'png' = 'jpeg', orientation = 1): Promise<Buffer> {
  const background = { r: (i * 37) % 256, g: (i * 91) % 256, b: (i * 13) % 256 };
  const noise = { type: 'gaussian', mean: 90, sigma: 40 } as const;
  const size = { width: 20 + (i % 7), height: 25 + (i % 5), channels: 3 } as const;
  const plain = sharp({ create: { ...size, background, ...(i % 2 === 1 && { noise }) } });
  return plain.withMetadata({ orientation }).toFormat(format).toBuffer();
}

beforeAll(async () => {
  await initBackend();
  folder = await mkdtemp(path.join(tmpdir(), 'threads '));
  for (const name of ['cats', 'dogs']) await mkdir(at(name));
  for (let i = 0; i < 50; i++)
    await writeFile(at(`${i % 2 ? 'cats' : 'dogs'}/${i}.jpg`), await picture(i, 'jpeg', 1 + (i % 8)));
});
afterAll(() => rm(folder, { recursive: true }));

function hash(values: Tensor): string {
  const { buffer, byteOffset, byteLength } = values.dataSync();
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');
}

/** Everything that a pass gives: values, types and labels, batch by batch. */
async function passOver(given: Omit<ImageLoadingOptions, 'subset'>) {
  const dataset = await imageDatasetFromDirectory(folder, { ...options, ...given });
  return expectNoTensorLeak(async () => {
    const batches = [];
    for await (const { xs, ys } of dataset) {
      batches.push([xs.shape, xs.dtype, hash(xs), [...(ys?.dataSync() ?? [])]]);
      dispose([xs, ys ?? []]);
    }
    return { batches, unreadable: dataset.unreadable };
  });
}

describe('threads give what the calling thread gives', () => {
  test.each<Omit<ImageLoadingOptions, 'subset'>>([
    {},
    { colorMode: 'grayscale', shuffle: false },
    { colorMode: 'rgba', batchSize: 5 },
    { interpolation: 'nearest' },
    { interpolation: 'bicubic', cropToAspectRatio: true },
    { padToAspectRatio: true },
    { applyExifOrientation: true },
    { batchSize: null },
    { batchSize: 33 },
    { imageSize: [700, 710], limit: 9 },
  ])('%j', async (given) => {
    const inThreads = await passOver(given);
    expect(inThreads).toEqual(await passOver({ ...given, parallelism: 1 }));
    expect(inThreads.unreadable).toEqual([]);
  });

  test('pass after pass, with memory used again', async () => {
    const dataset = await imageDatasetFromDirectory(folder, { ...options, shuffle: false });
    const passes: number[][][] = [];
    for (let pass = 0; pass < 4; pass++) {
      const batches: number[][] = [];
      for await (const { xs, ys } of dataset) {
        batches.push([...(await xs.data())]);
        dispose([xs, ys ?? []]);
      }
      passes.push(batches);
    }
    expect(passes[3]).toEqual(passes[0]);
    expect(passes[1]).toEqual(passes[0]);
  });
});

describe('what threads cannot load the calling thread does, or finds fault with', () => {
  beforeAll(async () => {
    await mkdir(at('odd'));
    await writeFile(at('odd/a.png'), await picture(1, 'png'));
    await writeFile(
      at('odd/b.jpg'),
      await sharp(await picture(3))
        .toColourspace('cmyk')
        .jpeg()
        .toBuffer(),
    );
    await writeFile(at('odd/c.jpg'), await picture(5, 'png'));
    await writeFile(at('odd/cut.jpg'), await picture(7));
    await truncate(at('odd/cut.jpg'), 300);
    await writeFile(at('odd/empty.jpg'), '');
    await symlink(at('odd/nowhere'), at('odd/missing.jpg'));
    if (process.platform !== 'win32') execFileSync('mkfifo', [at('odd/pipe.jpg')]);
  });
  afterAll(() => rm(at('odd'), { recursive: true }));

  test('batches are filled up and the rest is reported', async () => {
    const given = { onError: 'skip', batchSize: 7 } as const;
    const inThreads = await passOver(given);
    const alone = await passOver({ ...given, parallelism: 1 });
    expect(inThreads.batches).toEqual(alone.batches);
    const byFile = (unreadable: typeof alone.unreadable) =>
      unreadable.map(({ file, code }) => `${path.basename(file)} ${code}`).sort();
    expect(byFile(inThreads.unreadable)).toEqual(byFile(alone.unreadable));
    expect(byFile(alone.unreadable)).toEqual(
      expect.arrayContaining(['cut.jpg IMAGE_UNREADABLE', 'missing.jpg FILE_NOT_FOUND']),
    );
  });

  test('the error is the same', async () => {
    const call = passOver({});
    await expect(call).rejects.toSatisfy(
      (error) => ImageUnreadableError.isInstance(error) || (error as { file: string }).file.includes('odd'),
    );
  });
});

describe('a pass that ends early', () => {
  test('leaves no tensors, and the next one is whole', async () => {
    const dataset = await imageDatasetFromDirectory(folder, { ...options, shuffle: false });
    await expectNoTensorLeak(async () => {
      for await (const { xs, ys } of dataset) {
        dispose([xs, ys ?? []]);
        break;
      }
    });
    let count = 0;
    for await (const { xs, ys } of dataset) {
      count += xs.shape[0] as number;
      dispose([xs, ys ?? []]);
    }
    expect(count).toBe(50);
  });

  test('stops with an AbortedError when its signal fires', async () => {
    const controller = new AbortController();
    const dataset = await imageDatasetFromDirectory(folder, { ...options, signal: controller.signal });
    const pass = async () => {
      for await (const { xs, ys } of dataset) {
        dispose([xs, ys ?? []]);
        controller.abort();
      }
    };
    await expect(pass()).rejects.toSatisfy(AbortedError.isInstance);
  });
});

describe('ImageThread', () => {
  const plan: LoadJob['plan'] = {
    imageSize: [4, 4],
    colorMode: 'rgb',
    interpolation: 'bilinear',
    cropToAspectRatio: false,
    padToAspectRatio: false,
    applyExifOrientation: false,
    maxPixels: undefined,
  };
  const start = (onEnd = () => {}) => new ImageThread(findProgram() as string, onEnd);

  test('does its jobs in order and says which files it has loaded', async () => {
    const thread = start();
    const [first, second] = await Promise.all([
      thread.run({ files: [at('cats/1.jpg'), at('nowhere.jpg'), folder], plan }),
      thread.run({ files: [at('dogs/2.jpg')], plan, buffer: new ArrayBuffer(192) }),
    ]);
    expect(first).toMatchObject({ isLoaded: [true, false, false], data: { length: 144 } });
    expect(second).toEqual(loadImages({ files: [at('dogs/2.jpg')], plan }));
    expect(thread.jobs).toBe(0);
  });

  test('ends when it has been idle for long', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const onEnd = vi.fn();
      const thread = start(onEnd);
      await thread.run({ files: [], plan });
      vi.advanceTimersByTime(9_000);
      await thread.run({ files: [], plan });
      vi.advanceTimersByTime(9_000);
      expect(onEnd).not.toHaveBeenCalled();
      vi.advanceTimersByTime(2_000);
      expect(onEnd).toHaveBeenCalledOnce();
    } finally {
      vi.useRealTimers();
    }
  });

  test('fails its jobs when it fails', async () => {
    const onEnd = vi.fn();
    const thread = start(onEnd);
    const jobs = [0, 1].map(() => thread.run({ files: [], plan: undefined as never }));
    const results = await Promise.allSettled(jobs);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(onEnd).toHaveBeenCalled();
  });
});
