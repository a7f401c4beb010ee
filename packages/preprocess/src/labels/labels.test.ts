import { InvalidArgumentError } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { factorize } from './factorize';
import { toCategorical } from './to-categorical';

beforeAll(() => initBackend());

describe('toCategorical', () => {
  test.each([[[0, 2, 1]], [Int32Array.of(0, 2, 1)], [Uint8Array.of(0, 2, 1)]])(
    'encodes %o',
    async (labels) => {
      const oneHot = toCategorical(labels);
      expect(oneHot.dtype).toBe('float32');
      expect(oneHot.arraySync()).toEqual([[1, 0, 0], [0, 0, 1], [0, 1, 0]]); // biome-ignore format: a matrix
      oneHot.dispose();
    },
  );

  test('adds columns for classes that do not occur', () => {
    const oneHot = toCategorical([0], 4);
    expect(oneHot.arraySync()).toEqual([[1, 0, 0, 0]]);
    oneHot.dispose();
  });

  test.each([
    ['labels[1]', [0, 3], 3],
    ['labels[0]', [-1], 3],
    ['labels[0]', [0.5], 3],
    ['labels[0]', [Number.NaN], undefined],
    ['labels[0]', ['1'], 3],
    ['labels[0]', [1e12], undefined],
    ['numClasses', [0], 0],
    ['numClasses', [0], 2.5],
    ['labels', 'abc', 3],
  ])('names %s when it is wrong', async (argument, labels, numClasses) => {
    const call = () => toCategorical(labels as number[], numClasses);
    await expect(expectNoTensorLeak(call)).rejects.toSatisfy(InvalidArgumentError.isInstance);
    expect(call).toThrow(expect.objectContaining({ argument }));
  });
});

describe('factorize', () => {
  test('numbers classes by first appearance, as pandas', () => {
    const { codes, classes } = factorize(['dog', 'cat', 'dog', 'ant']);
    expect([...codes]).toEqual([0, 1, 0, 2]);
    expect(classes).toEqual(['dog', 'cat', 'ant']);
  });

  test('codes lead back to the labels', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean())), (labels) => {
        const { codes, classes } = factorize(labels);
        expect([...codes].map((code) => classes[code])).toEqual(labels);
        expect(new Set(classes).size).toBe(classes.length);
      }),
    );
  });

  test.each([
    ['labels[1]', ['a', undefined]],
    ['labels[0]', [null]],
    ['labels[2]', [1, 2, Number.NaN]],
    ['labels', 'abc'],
  ])('names %s when it is wrong', (argument, labels) => {
    expect(() => factorize(labels as string[])).toThrow(expect.objectContaining({ argument }));
  });
});
