import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FusedActivation } from './kernel-calls';
import { withBuffers } from './test-support/buffers';
import { expectClose, randomFloats } from './test-support/numbers';
import { startKernels } from './test-support/start-kernels';
import type { WasmKernels } from './wasm-kernels';

const { kernels, alone } = await startKernels({ threads: 2 });

interface Product {
  rows: number;
  columns: number;
  inner: number;
  transposeA?: boolean;
  transposeB?: boolean;
  withBias?: boolean;
  activation?: FusedActivation;
}

function operandsOf({ rows, columns, inner }: Product) {
  return {
    a: randomFloats(rows * inner, 1),
    b: randomFloats(inner * columns, 2),
    bias: randomFloats(columns, 3),
  };
}

function multiply(on: WasmKernels, product: Product): Float32Array {
  const { withBias = false, ...sizes } = product;
  const { a, b, bias } = operandsOf(product);
  return withBuffers(on, (buffers) => {
    const output = buffers.empty(sizes.rows * sizes.columns);
    const optional = withBias ? { bias: buffers.of(bias) } : {};
    on.run({ kernel: 'matMul', a: buffers.of(a), b: buffers.of(b), output, ...sizes, ...optional });
    return buffers.read(output, sizes.rows * sizes.columns);
  });
}

function naive({ rows, columns, inner, ...options }: Product): Float64Array {
  const { a, b, bias } = operandsOf({ rows, columns, inner });
  const highest = options.activation === 'relu6' ? 6 : Number.POSITIVE_INFINITY;
  const lowest = (options.activation ?? 'linear') === 'linear' ? Number.NEGATIVE_INFINITY : 0;
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const i = Math.floor(at / columns);
    const j = at % columns;
    let sum = options.withBias ? (bias[j] ?? 0) : 0;
    for (let k = 0; k < inner; k++) {
      const left = a[options.transposeA ? k * rows + i : i * inner + k] ?? 0;
      sum += left * (b[options.transposeB ? j * inner + k : k * columns + j] ?? 0);
    }
    return Math.min(highest, Math.max(lowest, sum));
  });
}

const transposes = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

describe.each(transposes)('transposed: %s, %s', (transposeA, transposeB) => {
  test.each([
    [1, 1, 1],
    [4, 8, 1],
    [32, 128, 784],
    [33, 10, 129],
    [7, 9, 1100],
    [300, 40, 5],
    [5, 700, 33],
    [200, 130, 515],
    [9, 11, 9001],
  ])('%i x %i x %i', (rows, columns, inner) => {
    const product = { rows, columns, inner, transposeA, transposeB };
    const received = multiply(kernels, product);
    expectClose(received, naive(product), 1e-6 * Math.sqrt(inner) + 1e-6);
    expect(multiply(alone, product)).toEqual(received);
  });
});

test('any small product, with bias and activation', () => {
  const size = fc.integer({ min: 1, max: 40 });
  const product = fc.record({
    rows: size,
    columns: size,
    inner: size,
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
    withBias: fc.boolean(),
    activation: fc.constantFrom<FusedActivation>('linear', 'relu', 'relu6'),
  });
  fc.assert(
    fc.property(product, (options) => expectClose(multiply(kernels, options), naive(options))),
    { numRuns: 150 },
  );
});

test('applies bias and activation once where the inner dimension is cut into slices', () => {
  const product = { rows: 5, columns: 20, inner: 20_000, withBias: true, activation: 'relu' } as const;
  const received = multiply(kernels, product);
  expectClose(received, naive(product), 1e-5);
  expect(multiply(alone, product)).toEqual(received);
});

test('keeps NaN and infinities', () => {
  const b = [1, 0, 0, 1];
  withBuffers(kernels, (buffers) => {
    const output = buffers.empty(4);
    const a = buffers.of([Number.NaN, 1, Number.POSITIVE_INFINITY, 1]);
    const sizes = { rows: 2, columns: 2, inner: 2 };
    kernels.run({ kernel: 'matMul', a, b: buffers.of(b), output, ...sizes, activation: 'relu' });
    expect([...buffers.read(output, 4)]).toEqual([NaN, NaN, Infinity, NaN]);
  });
});
