import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { inspectImages } from './inspect-images';

const beside = fileURLToPath(new URL('../../../../../../shared/data', import.meta.url));
const folder = path.join(process.env.IMGCLF_TEST_DATA ?? beside, 'cats_dogs/train/dogs');

describe.skipIf(!existsSync(folder))('photographs (skipped where IMGCLF_TEST_DATA holds none)', () => {
  test('a thousand dogs: the one picture that is there twice, and no other', async () => {
    const { images, unreadable, exactDuplicates, nearDuplicates } = await inspectImages(folder, {
      labels: null,
    });
    expect([images, unreadable, exactDuplicates]).toEqual([1000, [], []]);
    const names = nearDuplicates.map(({ files }) => files.map(({ file }) => path.basename(file)));
    expect(names).toEqual([['dog.180.jpg', 'dog.74.jpg']]);
  }, 60_000);
});
