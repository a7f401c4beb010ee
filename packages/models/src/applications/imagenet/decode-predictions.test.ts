import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { decodePredictions, imagenetClassNames, imagenetDogClasses } from './decode-predictions';

beforeAll(async () => {
  await initBackend();
});

test('names the best classes of each example', async () => {
  const predictions = tf.oneHot(tf.tensor1d([207, 0], 'int32'), 1000);
  const [retriever, tench] = await expectNoTensorLeak(() => decodePredictions(predictions, { top: 2 }));
  expect(retriever).toMatchObject([{ wnid: 'n02099601', label: 'golden_retriever', score: 1 }, { score: 0 }]);
  expect(tench?.[0]).toEqual({ wnid: 'n01440764', label: 'tench', score: 1 });
});

test('the classes are in the order of their identifiers, and the dogs are where they should be', () => {
  expect(imagenetClassNames).toHaveLength(1000);
  expect(imagenetClassNames[imagenetDogClasses.first]).toBe('Chihuahua');
  expect(imagenetClassNames[imagenetDogClasses.last]).toBe('Mexican_hairless');
});

test('refuses other shapes', async () => {
  await expect(decodePredictions(tf.ones([1, 10]))).rejects.toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'predictions' }),
  );
});
