import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { clone, dispose, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { ReusedTensors } from './reused-tensors';
import type { Rows } from './rows';

const rows: Rows = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2], dtype: 'float32' };
const places = (...all: number[]) => Uint32Array.from(all);
const numbers = async (tensor: Tensor) => [...(await tensor.data())];

beforeAll(async () => {
  await initBackend();
});

test('gives the rows at the places, whatever became of the tensors before', async () => {
  await expectNoTensorLeak(async () => {
    const tensors = new ReusedTensors();
    const first = tensors.make(rows, places(2, 0));
    const second = tensors.make(rows, places(1, 1));
    expect([await numbers(first), await numbers(second)]).toEqual([
      [5, 6, 1, 2],
      [3, 4, 3, 4],
    ]);
    dispose([first, second]);
    const third = tensors.make(rows, places(0, 1));
    const small = tensors.make(rows, places(2));
    expect([third.shape, small.shape]).toEqual([
      [2, 2],
      [1, 2],
    ]);
    expect([await numbers(third), await numbers(small)]).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
    tensors.dispose();
    expect(await numbers(third)).toEqual([1, 2, 3, 4]);
    dispose([third, small]);
  });
});

test('clones that someone keeps are never written over', async () => {
  const tensors = new ReusedTensors();
  const first = tensors.make(rows, places(0, 1));
  const kept = clone(first);
  first.dispose();
  const second = tensors.make(rows, places(2, 2));
  expect(await numbers(kept)).toEqual([1, 2, 3, 4]);
  dispose([kept, second]);
  tensors.dispose();
});
