import { type backend_util, fused, setBackend, tensor1d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initBackend } from '../node/backend';
import { expectNoTensorLeak } from '../testing/index';

const missing = await initBackend({ backend: 'tfjs-node' }).then(
  () => '',
  (error: Error) => error.message,
);

const explicit: backend_util.ExplicitPadding = [
  [0, 0],
  [1, 2],
  [0, 1],
  [0, 0],
];
const small = (max: number) => fc.integer({ min: 1, max });
const convolution = fc.record({
  size: fc.tuple(small(8), small(8), small(4), small(4)),
  filter: fc.tuple(small(3), small(3)),
  strides: small(3),
  dilations: small(2),
  pad: fc.constantFrom('same' as const, 'valid' as const, explicit),
  activation: fc.constantFrom<'linear' | 'relu' | 'relu6' | 'sigmoid' | 'elu'>(
    'linear',
    'relu',
    'relu6',
    'sigmoid',
    'elu',
  ),
  withBias: fc.boolean(),
});

type Convolution = typeof convolution extends fc.Arbitrary<infer Value> ? Value : never;

function wave(length: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => Math.sin(index * index));
}

function convolve({ size, filter, strides, dilations, pad, activation, withBias }: Convolution): number[] {
  const [height, width, channels, filters] = size;
  const [rows, columns] = filter;
  return tidy(() => {
    const x = tensor4d(wave(2 * height * width * channels), [2, height, width, channels]);
    const kernel = tensor4d(wave(rows * columns * channels * filters), [rows, columns, channels, filters]);
    const bias = withBias ? { bias: tensor1d(wave(filters)) } : {};
    const options = { x, filter: kernel, ...bias, strides, dilations, pad, activation };
    return [...fused.conv2d(options).dataSync()];
  });
}

describe.skipIf(missing)(`FusedConv2D on tfjs-node ${missing}`, () => {
  it('gives what plain JavaScript gives', async () => {
    const check = async (example: Convolution) => {
      const { size, filter, strides, dilations, pad } = example;
      fc.pre(strides === 1 || dilations === 1);
      fc.pre(pad === 'same' || filter.every((side, axis) => (side - 1) * dilations < (size[axis] ?? 0)));
      await setBackend('tensorflow');
      const ours = convolve(example);
      await setBackend('cpu');
      const plain = convolve(example);
      expect(ours).toHaveLength(plain.length);
      for (const [index, value] of plain.entries()) expect(ours[index]).toBeCloseTo(value, 4);
    };
    await fc.assert(fc.asyncProperty(convolution, check), { numRuns: 60 });
  });

  it('leaves no tensors behind', async () => {
    await setBackend('tensorflow');
    const [x, filter, bias] = [
      tensor4d(wave(32), [1, 4, 4, 2]),
      tensor4d(wave(6), [1, 1, 2, 3]),
      tensor1d([1, 2, 3]),
    ];
    await expectNoTensorLeak(() => {
      fused.conv2d({ x, filter, bias, strides: 1, pad: 'same', activation: 'relu' }).dispose();
    });
    for (const tensor of [x, filter, bias]) tensor.dispose();
  });
});
