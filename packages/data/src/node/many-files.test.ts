import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { initBackend } from '@imgclf/runtime/node';
import { dispose } from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageDatasetFromDirectory } from './image-dataset-from-directory';

/** 5,000 unless `IMGCLF_TEST_FILES` asks for more. */
const count = Number(process.env.IMGCLF_TEST_FILES ?? 5000);
let folder: string;

beforeAll(async () => {
  await initBackend();
  folder = await mkdtemp(path.join(tmpdir(), 'many '));
  await mkdir(path.join(folder, 'all'));
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const create = { width: 80, height: 60, channels: 3, background: 'teal', noise } as const;
  await writeFile(path.join(folder, 'one'), await sharp({ create }).jpeg().toBuffer());
  for (let i = 0; i < count; i++) await symlink('../one', path.join(folder, 'all', `${i}.jpg`));
}, 300_000);
afterAll(() => rm(folder, { recursive: true }));

test.each([8, 1])(
  'reading %i at once keeps memory flat, however many files',
  { timeout: 24 * count },
  async (parallelism) => {
    const dataset = await imageDatasetFromDirectory(folder, { imageSize: 96, parallelism, verbose: false });
    const resident: number[] = [];
    for await (const { xs, ys } of dataset) {
      dispose([xs, ys ?? []]);
      resident.push(process.memoryUsage().rss / 2 ** 20);
    }
    expect(resident).toHaveLength(Math.ceil(count / 32));
    // 5,000 together would be 527 MiB.
    const third = Math.floor(resident.length / 3);
    const early = Math.max(...resident.slice(0, third));
    const late = Math.max(...resident.slice(-third));
    expect(late - early).toBeLessThan(100);
  },
);
