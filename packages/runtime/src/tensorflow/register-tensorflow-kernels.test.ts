import {
  grad,
  maxPool,
  mul,
  type Rank,
  relu,
  relu6,
  setBackend,
  sum,
  type Tensor,
  type Tensor4D,
  tensor1d,
  tensor4d,
  tidy,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initBackend } from '../node/backend';
import { expectNoTensorLeak } from '../testing/index';

const missing = await initBackend({ backend: 'tfjs-node' }).then(
  () => '',
  (error: Error) => error.message,
);

/** What `compute` gives on tfjs-node and on plain JavaScript. */
async function onBoth(compute: () => Tensor<Rank>): Promise<[number[], number[]]> {
  const results: number[][] = [];
  for (const backend of ['tensorflow', 'cpu']) {
    await setBackend(backend);
    results.push([...tidy(compute).dataSync()]);
  }
  return results as [number[], number[]];
}

const edges = [-3, -1e-9, -0, 0, 1e-9, 2, 5.5, 6.5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

describe.skipIf(missing)(`kernels on tfjs-node ${missing}`, () => {
  it.each([
    ['relu', relu],
    ['relu6', relu6],
  ])('%s has the gradient of plain JavaScript, at its edges too', async (_, activation) => {
    const weights = edges.map((__, index) => index + 1);
    const loss = (x: Tensor) => sum(mul(activation(x), tensor1d(weights)));
    const [ours, plain] = await onBoth(() => grad(loss)(tensor1d(edges)));
    expect(ours).toEqual(plain);
  });

  it('gives relu6 no gradient at 6, where TensorFlow.js disagrees with Keras', async () => {
    const [ours, plain] = await onBoth(() => grad((x) => sum(relu6(x)))(tensor1d([6])));
    expect([ours, plain]).toEqual([[0], [1]]);
  });

  it('differentiates the gradient of relu again', async () => {
    const cube = (x: Tensor) => sum(mul(mul(relu(x), relu(x)), relu(x)));
    const slope = grad(cube);
    const [ours, plain] = await onBoth(() => grad((x) => sum(slope(x)))(tensor1d([-1, 2, 3])));
    expect(ours).toEqual([0, 12, 18]);
    expect(ours).toEqual(plain);
  });

  const pooling = fc.record({
    height: fc.integer({ min: 1, max: 9 }),
    width: fc.integer({ min: 1, max: 9 }),
    channels: fc.integer({ min: 1, max: 3 }),
    filter: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
    strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    pad: fc.constantFrom('same' as const, 'valid' as const),
    values: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 20 }),
  });

  it('pools and routes gradients as TensorFlow does: to the first of equal maxima', async () => {
    const check = async ({ height, width, channels, filter, strides, pad, values }: PoolingCase) => {
      fc.pre(pad === 'same' || (filter[0] <= height && filter[1] <= width));
      const data = Float32Array.from({ length: 2 * height * width * channels }, (_, i) => cycle(values, i));
      const pool = (x: Tensor) => maxPool(x as Tensor4D, filter, strides, pad);
      const input = () => tensor4d(data, [2, height, width, channels]);
      await setBackend('tensorflow');
      const y = tidy(() => pool(input()));
      const dy = Float32Array.from({ length: y.size }, (_, i) => 1 + (i % 5));
      const shape = y.shape as Tensor4D['shape'];
      y.dispose();
      const dx = () => grad((x) => sum(mul(pool(x), tensor4d(dy, shape))))(input());
      const [ours, plain] = await onBoth(dx);
      expect(ours).toEqual(plain);
      const [maxima, plainMaxima] = await onBoth(() => pool(input()));
      expect(maxima).toEqual(plainMaxima);
    };
    await fc.assert(fc.asyncProperty(pooling, check), { numRuns: 60 });
  });

  it('pools integers as before', async () => {
    const input = () => tensor4d([1, 2, 3, 4], [1, 2, 2, 1], 'int32');
    const [ours, plain] = await onBoth(() => maxPool(input(), 2, 1, 'valid'));
    expect(ours).toEqual(plain);
  });

  it('leaves no tensors behind', async () => {
    await setBackend('tensorflow');
    const x = tensor4d(new Float32Array(32), [1, 4, 4, 2]);
    await expectNoTensorLeak(() => {
      grad((input) => sum(relu(maxPool(input as Tensor4D, 2, 2, 'valid'))))(x).dispose();
    });
    x.dispose();
  });
});

type PoolingCase = {
  height: number;
  width: number;
  channels: number;
  filter: [number, number];
  strides: [number, number];
  pad: 'same' | 'valid';
  values: number[];
};

function cycle(values: number[], index: number): number {
  return values[index % values.length] ?? 0;
}
