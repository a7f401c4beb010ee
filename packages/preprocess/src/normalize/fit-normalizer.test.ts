import { DatasetEmptyError, InvalidArgumentError, type PixelImage } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { fitNormalizer, type NormalizerData } from './fit-normalizer';

beforeAll(() => initBackend());

const picture = (...data: number[]): PixelImage => ({
  width: data.length / 2,
  height: 1,
  channels: 2,
  data: Uint8Array.from(data),
});

async function* batches(...rows: number[][]) {
  for (const row of rows) yield { xs: tensor2d([row]), ys: tensor1d([1]) };
}

async function* bare(...rows: number[][]) {
  for (const row of rows) yield tensor2d([row]);
}

describe.each<[string, () => NormalizerData]>([
  ['a list of lists', () => [[1, 2], [3, 8]]], // biome-ignore format: a matrix
  ['a list of typed arrays', () => [Float32Array.of(1, 2), Uint8Array.of(3, 8)]],
  ['a list of pictures', () => [picture(1, 2), picture(3, 8)]],
  ['a dataset', () => batches([1, 2], [3, 8])],
  ['a stream of tensors', () => bare([1, 2], [3, 8])],
])('%s', (_, data) => {
  test('one mean and std for all', async () => {
    const step = await expectNoTensorLeak(() => fitNormalizer(data()));
    expect(step).toEqual({
      op: 'normalize',
      mean: 3.5,
      std: expect.closeTo(Math.sqrt(7.25), 12),
      epsilon: 1e-10,
    });
  });

  test('one of each for each entry of the last axis', async () => {
    const step = await expectNoTensorLeak(() => fitNormalizer(data(), { perChannel: true, epsilon: 0.5 }));
    expect(step).toEqual({ op: 'normalize', mean: [2, 5], std: [1, 3], epsilon: 0.5 });
  });
});

test('takes flat numbers and a tensor, which stays the caller’s', async () => {
  expect(await fitNormalizer([1, 2, 3, 8])).toMatchObject({ mean: 3.5 });
  expect(await fitNormalizer(Uint8Array.of(1, 2, 3, 8))).toMatchObject({ mean: 3.5 });
  const tensor = tensor2d([[1, 2], [3, 8]]); // biome-ignore format: a matrix
  expect(await expectNoTensorLeak(() => fitNormalizer(tensor, { perChannel: true }))).toMatchObject({
    mean: [2, 5],
  });
  tensor.dispose();
});

test('does not depend on how the data is cut into pieces', async () => {
  const value = fc.float({ noNaN: true, min: -1000, max: 1000 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(value, { minLength: 1 }), { minLength: 1 }), async (pieces) => {
      const [cut, whole] = [await fitNormalizer(pieces), await fitNormalizer(pieces.flat())];
      expect(cut.mean).toBeCloseTo(whole.mean as number, 6);
      expect(cut.std).toBeCloseTo(whole.std as number, 6);
    }),
  );
});

test('keeps its precision far from zero', async () => {
  const data = Float64Array.from({ length: 1000 }, (_, i) => 1e9 + (i % 2));
  expect(await fitNormalizer(data)).toMatchObject({ mean: 1e9 + 0.5, std: 0.5 });
});

test.each<[string, () => unknown]>([
  ['nothing', () => []],
  ['an empty array', () => new Float32Array()],
  ['an empty dataset', () => batches()],
])('refuses %s', async (_, data) => {
  const call = expectNoTensorLeak(() => fitNormalizer(data() as NormalizerData));
  await expect(call).rejects.toSatisfy(DatasetEmptyError.isInstance);
});

test.each<[string, () => unknown]>([
  ['NaN', () => [1, Number.NaN]],
  ['infinity in a dataset', () => batches([1, 2], [Number.POSITIVE_INFINITY, 1])],
  ['text', () => 'abc'],
  ['nothing at all', () => undefined],
  ['a list of text', () => ['abc']],
])('refuses %s', async (_, data) => {
  const call = expectNoTensorLeak(() => fitNormalizer(data() as NormalizerData));
  await expect(call).rejects.toSatisfy(InvalidArgumentError.isInstance);
});

test('refuses last axes of different sizes, and disposes what it was given', async () => {
  const call = expectNoTensorLeak(() => fitNormalizer(batches([1, 2], [1, 2, 3]), { perChannel: true }));
  await expect(call).rejects.toMatchObject({ argument: 'data' });
});
