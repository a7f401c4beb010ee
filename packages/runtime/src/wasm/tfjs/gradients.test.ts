import {
  add,
  avgPool,
  batchNorm,
  conv2d,
  conv2dTranspose,
  depthwiseConv2d,
  engine,
  fused,
  gather,
  grad,
  grads,
  matMul,
  maxPool,
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
  type Tensor2D,
  type Tensor4D,
  tensor,
  tensor1d,
  tidy,
  tile,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { afterEach, describe, expect, it, test } from 'vitest';
import { initBackend } from '../../node/backend';
import { expectNoTensorLeak } from '../../testing/index';
import { expectClose, randomFloats } from '../test-support/numbers';

await initBackend({ backend: 'wasm' });
await setBackend('cpu');
afterEach(() => setBackend('cpu'));

type Shape4D = [number, number, number, number];

/** A tensor of numbers that a seed decides. */
function random<T extends Tensor>(shape: readonly number[], seed: number): T {
  const size = shape.reduce((product, side) => product * side, 1);
  return tensor(randomFloats(size, seed), [...shape]) as T;
}

/** Expects the same tensors from `compute` on WebAssembly and on plain JavaScript, and none left over. */
async function expectAsPlain(compute: () => Tensor[], tolerance = 1e-5): Promise<void> {
  const results: [number[], ArrayLike<number>][][] = [];
  for (const backend of ['wasm', 'cpu']) {
    await setBackend(backend);
    await expectNoTensorLeak(() => {
      const read = tidy(compute).map((result): [number[], ArrayLike<number>] => {
        const values = result.dataSync();
        result.dispose();
        return [result.shape, values];
      });
      results.push(read);
    });
  }
  const [ours = [], plain = []] = results;
  expect(ours.map(([shape]) => shape)).toEqual(plain.map(([shape]) => shape));
  for (const [i, [, values]] of ours.entries()) expectClose(values, plain[i]?.[1] ?? [], tolerance);
}

/** The gradients of the sum of `f`'s output, each element weighted differently. */
function weightedGrads(f: (...inputs: Tensor[]) => Tensor, inputs: Tensor[]): Tensor[] {
  const shape = tidy(() => f(...inputs).shape);
  const weights = random(shape, 99);
  return grads((...moved) => sum(mul(f(...moved), weights)))(inputs);
}

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

describe('products', () => {
  it.each([
    ['matrices', [3, 5], [5, 4]],
    ['taller matrices', [9, 5], [5, 4]],
    ['batches', [6, 3, 5], [6, 5, 4]],
    ['taller batches', [3, 9, 5], [3, 5, 4]],
    ['a taller matrix with a batch', [1, 9, 5], [3, 5, 4]],
    ['one matrix with a batch', [1, 3, 5], [6, 5, 4]],
    ['a batch with one matrix', [6, 3, 5], [1, 5, 4]],
    ['batches of batches', [2, 3, 3, 5], [2, 3, 5, 4]],
    ['batches that stretch crosswise', [2, 1, 3, 5], [1, 3, 5, 4]],
  ])('%s', async (_, left, right) => {
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const turned = (shape: number[], turn: boolean) =>
        turn ? [...shape.slice(0, -2), ...shape.slice(-2).reverse()] : shape;
      await expectAsPlain(() => {
        const [a, b] = [random(turned(left, transposeA), 1), random(turned(right, transposeB), 2)];
        return [matMul(a, b, transposeA, transposeB)];
      });
    }
  });

  it('have gradients', async () => {
    await expectAsPlain(() => weightedGrads(matMul as never, [random([7, 9], 1), random([9, 5], 2)]));
  });

  it.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid'] as const)(
    'fused with bias and %s',
    async (activation) => {
      await expectAsPlain(() => {
        const [a, b, bias] = [
          random<Tensor2D>([7, 9], 1),
          random<Tensor2D>([9, 5], 2),
          random<Tensor1D>([5], 3),
        ];
        return [
          fused.matMul({ a, b, bias, activation }),
          fused.matMul({ a, b, activation }),
          fused.matMul({ a: b, b: a, transposeA: true, transposeB: true, activation }),
        ];
      });
    },
  );

  it('refuse matrices that do not fit, as before', async () => {
    await setBackend('wasm');
    tidy(() => {
      expect(() => matMul(random([2, 3], 1), random([2, 3], 2))).toThrow(/inner/);
    });
  });
});

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

test('empty tensors are left to TensorFlow.js', async () => {
  await expectAsPlain(() => [matMul(random([0, 3], 1), random([3, 2], 2)), sum(random([3, 0], 1), 0)]);
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
