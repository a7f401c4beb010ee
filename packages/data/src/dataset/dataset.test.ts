import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { dispose, scalar, type Tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { Dataset } from './dataset';

beforeAll(() => initBackend());

function numbers(n: number, onStop: () => void = () => {}): Dataset<number> {
  return new Dataset(
    async function* () {
      try {
        for (let i = 0; i < n; i++) yield i;
      } finally {
        onStop();
      }
    },
    { length: n },
  );
}

function tensors(n: number): Dataset<{ xs: Tensor; ys: Tensor }> {
  return numbers(n).map((i) => ({ xs: tensor1d([i, i]), ys: scalar(i, 'int32') }));
}

describe('Dataset', () => {
  it('takes, skips and repeats, and knows its length', async () => {
    const dataset = numbers(10);
    expect(await dataset.take(3).toArray()).toEqual([0, 1, 2]);
    expect(await dataset.skip(7).toArray()).toEqual([7, 8, 9]);
    expect(await dataset.take(2).repeat(2).toArray()).toEqual([0, 1, 0, 1]);
    expect(
      [dataset.take(20), dataset.skip(4), dataset.repeat(3), dataset.repeat()].map((d) => d.length),
    ).toEqual([10, 6, 30, Infinity]);
    expect([dataset.batch(3).length, dataset.batch(3, { dropRemainder: true }).length]).toEqual([4, 3]);
    expect(dataset.batch(3).unbatch().length).toBeUndefined();
    expect(dataset.batch(3).unbatch().size).toBeNull();
  });

  it('splits a validation set by batches: every fifth for testing, the rest for validation', async () => {
    const batches = tensors(50).batch(5);
    const count = Math.floor((batches.length as number) / 5);
    const first = async (dataset: typeof batches) => {
      const all = await dataset.toArray();
      const starts = all.map(({ ys }) => ys.dataSync()[0]);
      dispose(all as never);
      return starts;
    };
    await expectNoTensorLeak(async () => {
      expect(await first(batches.take(count))).toEqual([0, 5]);
      expect(await first(batches.skip(count))).toEqual([10, 15, 20, 25, 30, 35, 40, 45]);
    });
  });

  it('ends an endless repetition of an empty dataset', async () => {
    expect(await numbers(0).repeat().toArray()).toEqual([]);
  });

  it('batches and unbatches nested elements', async () => {
    const dataset = numbers(5).map((i) => ({ xs: tensor1d([i, i + 0.5]), id: i, name: `n${i}` }));
    await expectNoTensorLeak(async () => {
      const batches = (await dataset.batch(2).toArray()) as unknown as {
        xs: Tensor;
        id: Tensor;
        name: string[];
      }[];
      expect(batches.map(({ xs }) => xs.shape)).toEqual([
        [2, 2],
        [2, 2],
        [1, 2],
      ]);
      expect([...(batches[1] as { xs: Tensor }).xs.dataSync()]).toEqual([2, 2.5, 3, 3.5]);
      expect([...(batches[1] as { id: Tensor }).id.dataSync()]).toEqual([2, 3]);
      expect(batches[1]?.name).toEqual(['n2', 'n3']);
      dispose(batches as never);
      const rows = (await dataset.batch(2).unbatch().toArray()) as unknown as { id: Tensor; name: string }[];
      expect(rows.map(({ id, name }) => [id.dataSync()[0], name])).toEqual([
        [0, 'n0'],
        [1, 'n1'],
        [2, 'n2'],
        [3, 'n3'],
        [4, 'n4'],
      ]);
      dispose(rows as never);
    });
  });

  it('refuses to batch tensors of different shapes, and frees them', async () => {
    const uneven = numbers(3).map((i) => ({ xs: tensor1d(new Array(i + 1).fill(0)) }));
    await expectNoTensorLeak(async () => {
      await expect(uneven.batch(3).toArray()).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        received: 'a float32 tensor of the shape [2]',
      });
    });
  });

  it('frees every buffered tensor when a loop is left, and stops the source', async () => {
    let stops = 0;
    const dataset = numbers(1000, () => stops++)
      .map((i) => ({ xs: tensor2d([[i, i]]) }), { parallelism: 4 })
      .shuffle({ bufferSize: 20, seed: 1 })
      .batch(3)
      .prefetch(2);
    await expectNoTensorLeak(async () => {
      for await (const { xs } of dataset) {
        xs.dispose();
        break;
      }
    });
    expect(stops).toBe(1);
  });

  it('passes errors on, frees what is in flight and stops the source', async () => {
    let stops = 0;
    const dataset = numbers(100, () => stops++)
      .map((i) => ({ xs: tensor1d([i]) }))
      .map(
        async ({ xs }, i) => {
          await new Promise((done) => setTimeout(done, i === 9 ? 1 : 3));
          if (i === 9) throw new RangeError('ninth');
          return { xs };
        },
        { parallelism: 4 },
      )
      .prefetch(3)
      .batch(4);
    await expectNoTensorLeak(() => expect(dataset.toArray()).rejects.toThrow('ninth'));
    expect(stops).toBe(1);
  });

  it('keeps the order of a parallel map and bounds how much runs at once', async () => {
    let running = 0;
    let most = 0;
    const dataset = numbers(30).map(
      async (i) => {
        most = Math.max(most, ++running);
        await new Promise((done) => setTimeout(done, (i * 7) % 5));
        running--;
        return i;
      },
      { parallelism: 3 },
    );
    expect(await dataset.toArray()).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(most).toBe(3);
  });

  it('disposes what a map does not pass on', async () => {
    await expectNoTensorLeak(async () => {
      const [element] = await tensors(1)
        .map(({ xs }) => ({ xs }))
        .toArray();
      element?.xs.dispose();
    });
  });

  it('reads ahead while the consumer works, and no further than asked', async () => {
    let read = 0;
    const dataset = new Dataset(async function* () {
      for (;;) yield read++;
    }).prefetch(2);
    for await (const element of dataset) {
      await new Promise((done) => setTimeout(done, 5));
      expect(read).toBeLessThanOrEqual(element + 3);
      if (element === 0) expect(read).toBe(3);
      if (element === 5) break;
    }
  });

  it('caches the first complete pass and copies it for the later ones', async () => {
    let passes = 0;
    const dataset = numbers(4, () => passes++)
      .map((i) => ({ xs: tensor1d([i]) }))
      .cache();
    await expectNoTensorLeak(async () => {
      for await (const { xs } of dataset) {
        xs.dispose();
        break;
      }
    });
    await expectNoTensorLeak(async () => {
      for (let pass = 0; pass < 3; pass++) {
        const elements = await dataset.toArray();
        expect(elements.map(({ xs }) => xs.dataSync()[0])).toEqual([0, 1, 2, 3]);
        dispose(elements as never);
      }
      expect(passes).toBe(2);
      dataset.dispose();
    });
    expect(dataset.length).toBe(4);
  });

  it('stops with the reason of its signal', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const element of numbers(10).withSignal(controller.signal)) {
        seen.push(element);
        if (element === 2) controller.abort('enough');
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' });
    expect(seen).toEqual([0, 1, 2]);
  });

  it('gives tf.data iterators', async () => {
    const iterator = await numbers(1).iterator();
    expect(await iterator.next()).toEqual({ value: 0, done: false });
    expect((await iterator.next()).done).toBe(true);
  });

  it.each([
    ['batch size 0', () => numbers(1).batch(0)],
    ['a fraction', () => numbers(1).take(1.5)],
    ['a negative count', () => numbers(1).skip(-1)],
    ['a buffer of 0', () => numbers(1).shuffle({ bufferSize: 0 })],
    ['a seed out of range', () => numbers(1).shuffle({ bufferSize: 1, seed: -1 })],
    ['no parallelism', () => numbers(1).map((i) => i, { parallelism: 0 })],
  ])('refuses %s', (_, call) => {
    expect(call).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });
});

describe('Dataset.shuffle', () => {
  it('keeps every element exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 70 }), fc.nat(), async (n, bufferSize, seed) => {
        const shuffled = await numbers(n).shuffle({ bufferSize, seed }).toArray();
        expect(shuffled.sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
      { numRuns: 50 },
    );
  });

  it('gives the same orders for the same seed and a new one in each pass', async () => {
    const orders = async (reshuffleEachIteration: boolean) => {
      const dataset = numbers(50).shuffle({ bufferSize: 50, seed: 7, reshuffleEachIteration });
      return [await dataset.toArray(), await dataset.toArray()];
    };
    expect(await orders(true)).toEqual(await orders(true));
    const [first, second] = await orders(true);
    expect(first).not.toEqual(second);
    const [again, same] = await orders(false);
    expect(again).toEqual(same);
  });

  it('never looks further ahead than its buffer', async () => {
    const shuffled = await numbers(100).shuffle({ bufferSize: 10, seed: 3 }).toArray();
    shuffled.forEach((element, i) => {
      expect(element).toBeLessThan(i + 10);
    });
  });
});
