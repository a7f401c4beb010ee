import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose } from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { imageDatasetFromDirectory } from './image-dataset-from-directory';

let folder: string;
const at = (name: string) => path.join(folder, name);

beforeAll(() => initBackend());
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'changing '));
  for (let i = 0; i < 8; i++) await plain(i).toFile(at(`${i}.jpg`));
});
afterEach(() => rm(folder, { recursive: true }));

function plain(shade: number, size = 8) {
  const background = { r: shade * 30, g: shade * 30, b: shade * 30 };
  return sharp({ create: { width: size, height: size, channels: 3, background } }).jpeg();
}

/** What happens to files between the listing and the reading. */
async function change(): Promise<void> {
  await rm(at('1.jpg'));
  await truncate(at('2.jpg'), 0);
  await truncate(at('3.jpg'), 200);
  await rm(at('4.jpg'));
  await mkdir(at('4.jpg'));
  await plain(0, 16).toFile(at('5.jpg'));
  await writeFile(at('6.jpg'), Buffer.alloc(5000, 'text'));
}

const options = { labels: null, shuffle: false, imageSize: 8, verbose: false } as const;

test('files that vanish or change after they were listed are reported, not fatal', async () => {
  const dataset = await imageDatasetFromDirectory(folder, { ...options, onError: 'skip' });
  await change();
  const shades: number[] = [];
  await expectNoTensorLeak(async () => {
    for await (const { xs } of dataset) {
      const values = await xs.data();
      for (let i = 0; i < values.length; i += 8 * 8 * 3) shades.push(Math.round((values[i] as number) / 30));
      dispose(xs);
    }
  });
  // The fifth was replaced by another picture, which is read as it is now.
  expect(shades).toEqual([0, 0, 7]);
  const reported = Object.fromEntries(
    dataset.unreadable.map(({ file, code }) => [path.basename(file), code]),
  );
  expect(reported).toEqual({
    '1.jpg': 'FILE_NOT_FOUND',
    '2.jpg': 'IMAGE_UNREADABLE',
    '3.jpg': 'IMAGE_UNREADABLE',
    '4.jpg': 'FILE_UNREADABLE',
    '6.jpg': 'IMAGE_UNREADABLE',
  });
});

test('they fail the pass where that is wanted, by name', async () => {
  const dataset = await imageDatasetFromDirectory(folder, { ...options, onError: 'throw' });
  await change();
  await expectNoTensorLeak(() =>
    expect(dataset.iterator().then((iterator) => iterator.next())).rejects.toMatchObject({
      file: at('1.jpg'),
    }),
  );
});
