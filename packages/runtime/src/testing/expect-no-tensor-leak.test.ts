import '@tensorflow/tfjs-backend-cpu';
import { scalar, type Tensor } from '@tensorflow/tfjs-core';
import { afterEach, expect, test } from 'vitest';
import { expectNoTensorLeak } from './expect-no-tensor-leak';

const made: Tensor[] = [];
const make = () => {
  made.push(scalar(1));
};
afterEach(() => {
  for (const tensor of made.splice(0)) tensor.dispose();
});

test('passes on the result when nothing is left', async () => {
  expect(await expectNoTensorLeak(() => 5)).toBe(5);
  expect(await expectNoTensorLeak(async () => make(), 1)).toBeUndefined();
});

test('fails on a tensor left behind, also when the call itself fails', async () => {
  await expect(expectNoTensorLeak(make)).rejects.toThrow('expected 0, found 1');
  const failing = () => {
    make();
    throw new TypeError('the call');
  };
  await expect(expectNoTensorLeak(failing)).rejects.toThrow('expected 0, found 1');
});

test('passes on the error when nothing is left', async () => {
  await expect(expectNoTensorLeak(() => Promise.reject(new TypeError('the call')))).rejects.toThrow(
    'the call',
  );
});
