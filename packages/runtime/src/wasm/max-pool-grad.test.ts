import { engine, maxPool, type Tensor, type Tensor4D, tensor4d, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { initBackend } from '../node/backend';
import { expectNoTensorLeak } from '../testing/index';

beforeAll(async () => {
  await initBackend({ backend: 'wasm' });
});

interface Pooling {
  rows: readonly (readonly number[])[];
  size: number;
  stride: number;
  pad: 'same' | 'valid';
}

/** The gradient of a pooling of one channel where the i-th output has the gradient i + 1. */
function gradientOf({ rows, size, stride, pad }: Pooling): { dx: number[]; outputs: number } {
  return tidy(() => {
    const shape: [number, number, number, number] = [1, rows.length, rows[0]?.length ?? 0, 1];
    const input = tensor4d(rows.flat(), shape);
    const output = maxPool(input, size, stride, pad);
    const dy = tensor4d(
      Array.from({ length: output.size }, (_, i) => i + 1),
      output.shape as Tensor4D['shape'],
    );
    const attributes = { filterSize: size, strides: stride, pad };
    const dx = engine().runKernel('MaxPoolGrad', { dy, input, output }, attributes) as Tensor;
    return { dx: [...dx.dataSync()], outputs: output.size };
  });
}

/** The same, window by window. */
function expected({ rows, size, stride, pad }: Pooling): number[] {
  const height = rows.length;
  const width = rows[0]?.length ?? 0;
  const outputs = (side: number) => Math.ceil((pad === 'same' ? side : side - size + 1) / stride);
  const before = (side: number) =>
    pad === 'same' ? Math.floor(Math.max(0, (outputs(side) - 1) * stride + size - side) / 2) : 0;
  const dx = new Array<number>(height * width).fill(0);
  for (let output = 0; output < outputs(height) * outputs(width); output++) {
    const top = Math.floor(output / outputs(width)) * stride - before(height);
    const left = (output % outputs(width)) * stride - before(width);
    let best = -1;
    for (let place = 0; place < size * size; place++) {
      const y = top + Math.floor(place / size);
      const x = left + (place % size);
      if (y < 0 || y >= height || x < 0 || x >= width) continue;
      const value = rows[y]?.[x] as number;
      if (best < 0 || value > (rows.flat()[best] as number)) best = y * width + x;
    }
    dx[best] = (dx[best] as number) + output + 1;
  }
  return dx;
}

test.each([
  ['negative values', [-4, -3, -2, -1], [0, 0, 0, 1]],
  ['zeros', [0, 0, 0, 0], [1, 0, 0, 0]],
  ['equal values', [1, 2, 2, 0], [0, 1, 0, 0]],
])('a window of %s gives its gradient to the first largest one', async (_, values, gradient) => {
  const rows = [values.slice(0, 2), values.slice(2)];
  const { dx } = await expectNoTensorLeak(() => gradientOf({ rows, size: 2, stride: 2, pad: 'valid' }));
  expect(dx).toEqual(gradient);
});

test('gives every window its gradient, whatever overlaps, is equal or lies outside', () => {
  const grid = fc
    .tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 3, max: 9 }))
    .chain(([height, width]) =>
      fc.array(fc.array(fc.integer({ min: -2, max: 1 }), { minLength: width, maxLength: width }), {
        minLength: height,
        maxLength: height,
      }),
    );
  const pooling = fc.record({
    rows: grid,
    size: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    pad: fc.constantFrom('same', 'valid'),
  });
  fc.assert(
    fc.property(pooling, (options) => {
      expect(gradientOf(options).dx).toEqual(expected(options));
    }),
  );
});
