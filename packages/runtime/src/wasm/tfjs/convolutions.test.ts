import {
  avgPool,
  conv2d,
  conv2dTranspose,
  depthwiseConv2d,
  engine,
  fused,
  maxPool,
  relu,
  relu6,
  setBackend,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { afterEach, describe, expect, it, test } from 'vitest';
import { initBackend } from '../../node/backend';
import { expectAsPlain, random, weightedGrads } from '../test-support/as-plain';

await initBackend({ backend: 'wasm' });
await setBackend('cpu');
afterEach(() => setBackend('cpu'));

type Shape4D = [number, number, number, number];

const side = fc.integer({ min: 1, max: 9 });
const stride = fc.integer({ min: 1, max: 3 });
const window = fc.record({
  batch: fc.integer({ min: 1, max: 2 }),
  height: side,
  width: side,
  channels: fc.integer({ min: 1, max: 6 }),
  filter: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  outputs: fc.integer({ min: 1, max: 9 }),
  strides: fc.tuple(stride, stride),
  pad: fc.constantFrom<'same' | 'valid' | 'explicit'>('same', 'valid', 'explicit'),
});

type Window = typeof window extends fc.Arbitrary<infer T> ? T : never;

type Pad = 'same' | 'valid' | [[0, 0], [number, number], [number, number], [0, 0]];

const padOf = (pad: 'same' | 'valid' | 'explicit'): Pad =>
  pad === 'explicit'
    ? [
        [0, 0],
        [1, 0],
        [0, 2],
        [0, 0],
      ]
    : pad;

const fits = ({
  pad,
  filter,
  height,
  width,
}: {
  pad: string;
  filter: [number, number];
  height: number;
  width: number;
}) => pad !== 'valid' || (filter[0] <= height && filter[1] <= width);

describe('convolutions of any size have the gradients of plain JavaScript', () => {
  it('conv2d', async () => {
    const check = async (w: Window) => {
      fc.pre(fits(w) && w.filter[0] <= w.height + 1 && w.filter[1] <= w.width + 2);
      await expectAsPlain(() => {
        const x = random<Tensor4D>([w.batch, w.height, w.width, w.channels], 1);
        const filter = random<Tensor4D>([...w.filter, w.channels, w.outputs], 2);
        const f = (a: Tensor, b: Tensor) => conv2d(a as Tensor4D, b as Tensor4D, w.strides, padOf(w.pad));
        return [f(x, filter), ...weightedGrads(f as never, [x, filter])];
      });
    };
    await fc.assert(fc.asyncProperty(window, check), { numRuns: 60 });
  });

  it('depthwiseConv2d', async () => {
    const check = async (w: Window) => {
      fc.pre(fits(w));
      await expectAsPlain(() => {
        const x = random<Tensor4D>([w.batch, w.height, w.width, w.channels], 1);
        const filter = random<Tensor4D>([...w.filter, w.channels, (w.outputs % 3) + 1], 2);
        const pad = w.pad === 'explicit' ? 'same' : w.pad;
        const f = (a: Tensor, b: Tensor) => depthwiseConv2d(a as Tensor4D, b as Tensor4D, w.strides, pad);
        return [f(x, filter), ...weightedGrads(f as never, [x, filter])];
      });
    };
    await fc.assert(fc.asyncProperty(window, check), { numRuns: 60 });
  });

  it.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid'] as const)(
    'fused with bias and %s',
    async (activation) => {
      await expectAsPlain(() => {
        const x = random<Tensor4D>([2, 7, 6, 5], 1);
        const bias = random<Tensor1D>([10], 3);
        const options = { x, strides: 2, pad: 'same', bias, activation } as const;
        return [
          fused.conv2d({ ...options, filter: random<Tensor4D>([3, 3, 5, 10], 2) }),
          fused.conv2d({ ...options, filter: random<Tensor4D>([1, 1, 5, 10], 2), strides: 1 }),
          fused.depthwiseConv2d({ ...options, filter: random<Tensor4D>([3, 2, 5, 2], 2) }),
        ];
      });
    },
  );

  it('dilated', async () => {
    await expectAsPlain(() => {
      const x = random<Tensor4D>([2, 9, 8, 3], 1);
      const filter = random<Tensor4D>([3, 2, 3, 4], 2);
      return [
        conv2d(x, filter, 1, 'same', 'NHWC', [2, 3]),
        depthwiseConv2d(x, filter, 1, 'same', 'NHWC', [2, 3]),
      ];
    });
  });

  it('conv2dTranspose', async () => {
    await expectAsPlain(() => {
      const x = random<Tensor4D>([2, 3, 4, 5], 1);
      const filter = random<Tensor4D>([3, 2, 6, 5], 2);
      const f = (a: Tensor, b: Tensor) =>
        conv2dTranspose(a as Tensor4D, b as Tensor4D, [2, 6, 8, 6], 2, 'same');
      return [f(x, filter), ...weightedGrads(f as never, [x, filter])];
    });
  });

  it('refuses a gradient of another shape', async () => {
    await setBackend('wasm');
    tidy(() => {
      const [x, dy] = [random<Tensor4D>([1, 5, 5, 2], 1), random<Tensor4D>([1, 4, 4, 3], 2)];
      const attributes = { strides: 1, pad: 'valid', dataFormat: 'NHWC', filterShape: [3, 3, 2, 3] };
      const run = () => engine().runKernel('Conv2DBackpropFilter', { x, dy }, attributes);
      expect(run).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT', argument: 'dy' }));
    });
  });
});

describe('poolings of any size have the gradients of plain JavaScript', () => {
  it.each([
    ['maxPool', maxPool, ['same', 'valid']],
    // Plain JavaScript counts padding in the gradient of a mean, though not in the mean.
    ['avgPool', avgPool, ['valid']],
  ] as const)('%s', async (_, pool, pads) => {
    const check = async (w: Window, pad: 'same' | 'valid') => {
      fc.pre(fits({ ...w, pad }));
      await expectAsPlain(() => {
        const x = random<Tensor4D>([w.batch, w.height, w.width, w.channels], 1);
        const f = (a: Tensor) => pool(a as Tensor4D, w.filter, w.strides, pad);
        return [f(x), ...weightedGrads(f, [x])];
      });
    };
    await fc.assert(fc.asyncProperty(window, fc.constantFrom(...pads), check), { numRuns: 60 });
  });
});

test('a step of a small network has the gradients of plain JavaScript', async () => {
  await expectAsPlain(() => {
    const shapes: Shape4D[] = [
      [2, 13, 13, 3],
      [3, 3, 3, 8],
      [3, 3, 8, 1],
      [1, 1, 8, 10],
    ];
    const inputs = shapes.map((shape, i) => random(shape, i));
    return weightedGrads(
      ((x: Tensor4D, a: Tensor4D, b: Tensor4D, c: Tensor4D) => {
        const y = relu(conv2d(x, a, 2, 'same'));
        const z = relu6(depthwiseConv2d(y, b, 1, 'same'));
        return maxPool(relu(conv2d(z, c, 1, 'valid')), 2, 2, 'same');
      }) as never,
      inputs,
    );
  });
});
