import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../dataset/dataset';
import type { Batch } from '../dataset/example';
import { datasetFromArrays } from './dataset-from-arrays';
import { datasetFromTensors } from './dataset-from-tensors';

beforeAll(() => initBackend());

const bytes = Uint8Array.from({ length: 14 }, (_, i) => i);
const labels = Int32Array.from({ length: 7 }, (_, i) => i);
const arrays = { xs: { data: bytes, shape: [7, 2] }, ys: { data: labels, shape: [7] } };

async function read(dataset: Dataset<Batch>) {
  const batches = await dataset.toArray();
  const values = batches.map(({ xs, ys }) => ({ xs: [...xs.dataSync()], ys: [...(ys?.dataSync() ?? [])] }));
  const types = batches.map(({ xs, ys }) => [xs.dtype, xs.shape, ys?.dtype, ys?.shape]);
  dispose(batches as never);
  return { values, types };
}

describe('datasetFromArrays', () => {
  it('cuts rows into batches, the last one smaller', async () => {
    const dataset = datasetFromArrays(arrays, { batchSize: 3 });
    expect(dataset.length).toBe(3);
    const { values, types } = await expectNoTensorLeak(() => read(dataset));
    expect(values[1]).toEqual({ xs: [6, 7, 8, 9, 10, 11], ys: [3, 4, 5] });
    expect(types[2]).toEqual(['float32', [1, 2], 'int32', [1]]);
  });

  it('shuffles rows and labels together, differently in each pass and alike for the same seed', async () => {
    const open = () => datasetFromArrays(arrays, { batchSize: 7, shuffle: true, seed: 5 });
    const dataset = open();
    const [first, second] = [await read(dataset), await read(dataset)];
    const { xs, ys } = first.values[0] as { xs: number[]; ys: number[] };
    expect(xs.filter((_, i) => i % 2 === 0)).toEqual(ys.map((label) => 2 * label));
    expect([...ys].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(first.values).not.toEqual(second.values);
    expect((await read(open())).values).toEqual(first.values);
  });

  it.each([
    ['xs', { xs: { data: bytes, shape: [7, 3] } }],
    ['ys', { ...arrays, ys: { data: labels.subarray(1), shape: [6] } }],
  ])('names %s when it does not fit', (argument, data) => {
    expect(() => datasetFromArrays(data as typeof arrays)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', argument }),
    );
  });

  it('refuses batch size 0', () => {
    expect(() => datasetFromArrays(arrays, { batchSize: 0 })).toThrow(
      expect.objectContaining({ argument: 'batchSize' }),
    );
  });
});

describe('datasetFromTensors', () => {
  it('gives the same batches as arrays do, and leaves the caller its tensors', async () => {
    const xs = tensor2d(Array.from(bytes), [7, 2]);
    const ys = tensor1d(Array.from(labels), 'int32');
    const options = { batchSize: 3, shuffle: true, seed: 9 };
    const fromTensors = await expectNoTensorLeak(() => read(datasetFromTensors({ xs, ys }, options)));
    expect(fromTensors).toEqual(await read(datasetFromArrays(arrays, options)));
    expect(xs.isDisposed).toBe(false);
    dispose([xs, ys]);
  });
});
