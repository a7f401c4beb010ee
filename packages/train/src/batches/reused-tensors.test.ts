import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { clone, dispose, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReusedTensors } from './reused-tensors';
import { type HeldRows, holdRows, type Rows } from './rows';

let rows: Rows | HeldRows;
const held: Tensor[] = [];
const places = (...all: number[]) => Uint32Array.from(all);
const numbers = async (tensor: Tensor) => [...(await tensor.data())];

beforeAll(async () => {
  await initBackend();
  rows = await holdRows(
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    'x',
    held,
  );
});

afterAll(() => {
  dispose(held);
});

test('gives the rows at the places, whatever became of the tensors before', async () => {
  await expectNoTensorLeak(async () => {
    const tensors = new ReusedTensors(rows);
    const first = tensors.make(places(2, 0));
    const second = tensors.make(places(1, 1));
    expect([await numbers(first), await numbers(second)]).toEqual([
      [5, 6, 1, 2],
      [3, 4, 3, 4],
    ]);
    dispose([first, second]);
    const third = tensors.make(places(0, 1));
    const small = tensors.make(places(2));
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

test.each([
  ['clones', clone],
  ['views', (tensor: Tensor) => reshape(tensor, [4])],
])('%s that someone keeps are never written over', async (_, keep) => {
  const tensors = new ReusedTensors(rows);
  const first = tensors.make(places(0, 1));
  const kept = keep(first);
  first.dispose();
  const second = tensors.make(places(2, 2));
  expect(await numbers(kept)).toEqual([1, 2, 3, 4]);
  expect(await numbers(second)).toEqual([5, 6, 5, 6]);
  dispose([kept, second]);
  tensors.dispose();
});
