import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AbortedError, DatasetEmptyError, ImageUnreadableError, InvalidArgumentError } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DuplicateGroup } from '../../inspect/image-inspection';
import { inspectionText } from '../../inspect/inspection-text';
import { imageDatasetFromDirectory } from '../image-dataset-from-directory';
import { inspectImages } from './inspect-images';

let root: string;
const at = (...names: string[]) => path.join(root, ...names);

/** A smooth picture of its own for each seed. */
function scene(seed: number, width: number, height: number) {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width, y / height];
      const value = Math.sin(9 * u * Math.cos(seed) + seed * seed) + Math.cos(11 * v * Math.sin(seed) + seed);
      data.fill(Math.round(127 + 60 * value), (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

beforeAll(() => initBackend());
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'inspect '));
  for (const folder of ['train/cats', 'train/dogs', 'validation/cats', 'validation/dogs'])
    await mkdir(at(folder), { recursive: true });
  const one = await scene(1, 120, 80).jpeg({ quality: 95 }).toBuffer();
  await writeFile(at('train/cats/1.jpg'), one);
  await writeFile(at('validation/cats/same \n.jpg'), one);
  await scene(1, 60, 40).webp({ quality: 60 }).toFile(at('train/dogs/smaller.webp'));
  await scene(2, 50, 50).png().toFile(at('train/cats/2.png'));
  await scene(3, 40, 60).toColourspace('b-w').png().toFile(at('train/cats/3.PNG'));
  await scene(4, 64, 32).ensureAlpha(0.5).tiff({ compression: 'lzw' }).toFile(at('train/cats/4.tiff'));
  await scene(5, 32, 32).gif().toFile(at('validation/dogs/5.gif'));
  await scene(6, 48, 32).avif().toFile(at('validation/dogs/6.avif'));
  await scene(7, 20, 30).toColourspace('cmyk').jpeg().toFile(at('validation/dogs/7.jpeg'));
  await writeFile(at('train/dogs/broken.png'), 'not a picture');
  await writeFile(at('train/dogs/empty.jpg'), '');
  await symlink(at('train'), at('train/dogs/loop'));
});
afterAll(() => rm(root, { recursive: true }));

const inspect = (options = {}) =>
  inspectImages({ train: at('train'), validation: at('validation') }, { followLinks: true, ...options });
const names = (groups: readonly DuplicateGroup[]) =>
  groups.map(({ files, ...flags }) => ({
    ...flags,
    files: files.map(({ file }) => path.relative(root, file)),
  }));

test('counts classes, sizes, formats and colours by part', async () => {
  const { classes, ...rest } = await expectNoTensorLeak(() => inspect({ followLinks: false }));
  expect(classes).toEqual({
    names: ['cats', 'dogs'],
    counts: { train: [4, 1], validation: [1, 3] },
    imbalance: 5 / 4,
    baseline: { label: 'cats', accuracy: 5 / 9 },
  });
  expect(rest).toMatchObject({
    parts: ['train', 'validation'],
    images: 9,
    width: { min: 20, median: 50, max: 120 },
    height: { min: 30, median: 40, max: 80 },
  });
  expect(rest.formats).toEqual({ jpeg: 3, png: 2, webp: 1, tiff: 1, gif: 1, avif: 1 });
  expect(rest.colorModes).toEqual({ rgb: 5, grayscale: 1, rgba: 1, palette: 1, cmyk: 1 });
  expect(rest.aspectRatios.filter(({ count }) => count > 0)).toEqual([
    { from: 0.63, to: 0.71, count: 2 },
    { from: 0.95, to: 1.05, count: 2 },
    { from: 1.4, to: 1.6, count: 4 },
    { from: 1.9, to: null, count: 1 },
  ]);
});

test('names unreadable files, or throws for the first', async () => {
  const { unreadable } = await inspect({ followLinks: false });
  expect(unreadable).toEqual([
    expect.objectContaining({ file: at('train/dogs/broken.png'), code: 'IMAGE_UNREADABLE' }),
    expect.objectContaining({ file: at('train/dogs/empty.jpg'), code: 'IMAGE_UNREADABLE' }),
  ]);
  await expect(inspect({ onError: 'throw' })).rejects.toSatisfy(ImageUnreadableError.isInstance);
});

test('finds the same file and the same look, across classes and parts', async () => {
  const { exactDuplicates, nearDuplicates } = await inspect({ followLinks: false });
  expect(names(exactDuplicates)).toEqual([
    {
      files: ['train/cats/1.jpg', 'validation/cats/same \n.jpg'],
      acrossClasses: false,
      acrossParts: true,
    },
  ]);
  expect(names(nearDuplicates)).toEqual([
    {
      files: ['train/cats/1.jpg', 'validation/cats/same \n.jpg', 'train/dogs/smaller.webp'],
      acrossClasses: true,
      acrossParts: true,
    },
  ]);
});

test('follows links without walking in circles', async () => {
  const { images, classes } = await inspect();
  expect(images).toBe(9 + 4);
  expect(classes.counts).toMatchObject({ train: [4, 5] });
});

test('reads headers alone to the same numbers, without near duplicates', async () => {
  const [whole, headers] = [await inspect(), await inspect({ decode: false })];
  expect(headers).toEqual({ ...whole, nearDuplicates: [] });
});

test('takes datasets, and folders without classes', async () => {
  const dataset = await imageDatasetFromDirectory(at('train'), { shuffle: false, onMessage: () => {} });
  const { parts, images, classes } = await inspectImages(dataset);
  expect({ parts, images, counts: classes.counts }).toEqual({
    parts: ['all'],
    images: 3,
    counts: { all: [3, 0] },
  });
  const flat = await inspectImages(at('validation'), { labels: null });
  expect(flat.classes).toEqual({ names: [], counts: { all: [] }, imbalance: null, baseline: null });
  expect(flat.samples.map(({ label }) => label)).toEqual([null, null, null, null]);
});

test('names samples of each class, evenly', async () => {
  const { samples } = await inspect({ followLinks: false, samplesPerClass: 2 });
  expect(samples.map(({ file }) => path.relative(root, file))).toEqual([
    'train/cats/1.jpg',
    'train/cats/3.PNG',
    'train/dogs/smaller.webp',
    'validation/dogs/6.avif',
  ]);
});

test('says it all as text, on lines of its own', async () => {
  const text = inspectionText(await inspect({ followLinks: false }));
  expect(
    text.replaceAll(root, '').replace(/(file size +)\d+ to \d+, median \d+/, '$1any'),
  ).toMatchInlineSnapshot(`
    "9 images, 2 unreadable
    2 classes, largest to smallest 1.25; always "cats" is right for 55.6 %
      train: "cats" 4, "dogs" 1
      validation: "cats" 1, "dogs" 3
    width          20 to 120, median 50 pixels
    height         30 to 80, median 40 pixels
    file size      any bytes
    aspect ratios  0.63 to 0.71: 2, 0.95 to 1.05: 2, 1.4 to 1.6: 4, 1.9 and up: 1
    formats        jpeg 3, png 2, tiff 1, webp 1, gif 1, avif 1
    colours        rgb 5, grayscale 1, rgba 1, palette 1, cmyk 1
    1 group of files with the same bytes: 0 across classes, 1 across parts
      "/train/cats/1.jpg" = "/validation/cats/same \\n.jpg" (across parts)
    1 group of files with the same look: 1 across classes, 1 across parts
      "/train/cats/1.jpg" = "/validation/cats/same \\n.jpg" = "/train/dogs/smaller.webp" (across classes, across parts)
    unreadable: "/train/dogs/broken.png" must be a JPEG, PNG, WebP, GIF, BMP, TIFF or AVIF image; it starts with "not a picture".
    unreadable: "/train/dogs/empty.jpg" is empty: it has 0 bytes."
  `);
});

test('is plain data', async () => {
  const inspection = await inspect();
  expect(JSON.parse(JSON.stringify(inspection))).toEqual(inspection);
});

test('stops when aborted, and refuses what it cannot inspect', async () => {
  const controller = new AbortController();
  const running = inspect({ signal: controller.signal });
  controller.abort();
  await expect(running).rejects.toSatisfy(AbortedError.isInstance);
  await expect(inspectImages(7 as never)).rejects.toSatisfy(InvalidArgumentError.isInstance);
  await expect(inspect({ maxDistance: 17 })).rejects.toThrow(/maxDistance/);
  await expect(inspect({ extensions: ['.bmp'] })).rejects.toSatisfy(DatasetEmptyError.isInstance);
  await expect(inspectImages(at('missing'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
});
