import {
  add,
  batchNorm,
  gather,
  grad,
  mean,
  moments,
  mul,
  relu,
  relu6,
  setBackend,
  square,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tensor,
  tensor1d,
  tidy,
  tile,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { afterEach, describe, expect, it, test } from 'vitest';
import { initBackend } from '../../node/backend';
import { expectAsPlain, random, weightedGrads } from '../test-support/as-plain';

await initBackend({ backend: 'wasm' });
await setBackend('cpu');
afterEach(() => setBackend('cpu'));

test.each([[0], [[0, 1]], [[0, 1, 2]], [[0, 1, 2, 3]], [[1]], [[2, 3]], [-1], [[1, 0]], [[]]])(
  'sum over axes %j',
  async (axes) => {
    for (const keepDims of [false, true]) {
      await expectAsPlain(() => [sum(random([4, 3, 5, 6], 1), axes as number[], keepDims)]);
    }
  },
);

test.each([[0], [[0, 1, 2]], [[1, 2]], [[2, 3]], [-1], [[]]])('mean over axes %j', async (axes) => {
  for (const keepDims of [false, true]) {
    await expectAsPlain(() => [mean(random([4, 3, 5, 6], 1), axes as number[], keepDims)]);
  }
});

test.each([
  [
    [1, 1, 1, 5],
    [2, 3, 4, 1],
  ],
  [
    [3, 2],
    [4, 1],
  ],
  [
    [3, 2],
    [1, 4],
  ],
  [
    [1, 2],
    [3, 2],
  ],
  [
    [2, 1, 3],
    [2, 3, 1],
  ],
  [[7], [3]],
  [
    [2, 3],
    [1, 1],
  ],
])('%j repeated %j times', async (shape, reps) => {
  await expectAsPlain(() => [tile(random(shape, 1), reps)]);
});

describe('batch normalisation', () => {
  const channels = (seed: number) => add(random<Tensor1D>([6], seed), 2) as Tensor1D;

  it('in inference', async () => {
    await expectAsPlain(() => {
      const x = random<Tensor4D>([3, 4, 5, 6], 1);
      return [
        batchNorm(x, channels(2), channels(3)),
        batchNorm(x, channels(2), channels(3), channels(4)),
        batchNorm(x, channels(2), channels(3), undefined, channels(5)),
        batchNorm(x, channels(2), channels(3), channels(4), channels(5), 0.5),
        batchNorm(x, x, square(x), x, x),
      ];
    });
  });

  it('in training, with gradients', async () => {
    const normalize = (x: Tensor, gamma: Tensor, beta: Tensor) => {
      const { mean: average, variance } = moments(x, [0, 1, 2]);
      const [a, v, b, g] = [average, variance, beta, gamma] as Tensor1D[];
      return batchNorm(x as Tensor4D, a as Tensor1D, v as Tensor1D, b, g);
    };
    await expectAsPlain(() => {
      const inputs = [random<Tensor4D>([3, 4, 5, 6], 1), channels(2), channels(3)];
      return weightedGrads(normalize as never, inputs);
    });
  });
});

test('sums of integers stay integers', async () => {
  await setBackend('wasm');
  const total = tidy(() => sum(tensor([1, 2, 3, 4], [2, 2], 'int32'), 0));
  expect([total.dtype, ...total.dataSync()]).toEqual(['int32', 4, 6]);
  total.dispose();
});

describe('relu', () => {
  const edges = [-3, -1e-9, -0, 0, 1e-9, 2, 5.5, 6.5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

  it.each([
    ['relu', relu],
    ['relu6', relu6],
  ])('%s has the gradient of plain JavaScript, at its edges too', async (_, activation) => {
    await expectAsPlain(() => weightedGrads((x) => activation(x), [tensor1d(edges)]));
  });

  it('can be differentiated twice', async () => {
    const slope = grad((x) => sum(mul(mul(relu(x), relu(x)), relu(x))));
    await expectAsPlain(() => [grad((x) => sum(slope(x)))(tensor1d([-1, 2, 3]))]);
  });
});

test('gather has a gradient, also for indexes that repeat', async () => {
  await expectAsPlain(() => {
    const indexes = tensor([4, 0, 4, 2], [2, 2], 'int32');
    return weightedGrads((x) => gather(x, indexes), [random([5, 3], 1)]);
  });
});
