import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { PoolGeometry } from './geometry';
import { withBuffers } from './test-support/buffers';
import { naivePool, naivePoolGradient, poolLengthsOf } from './test-support/naive-pool';
import { expectClose, randomFloats, slope } from './test-support/numbers';
import { startKernels } from './test-support/start-kernels';
import type { WasmKernels } from './wasm-kernels';

const { kernels, alone } = await startKernels({ threads: 2 });

interface Run {
  kind: 'max' | 'avg';
  x: ArrayLike<number>;
  dy: ArrayLike<number>;
  geometry: PoolGeometry;
}

function runPool(on: WasmKernels, { kind, x, dy, geometry }: Run) {
  return withBuffers(on, (buffers) => {
    const y = buffers.empty(dy.length);
    const dx = buffers.empty(x.length);
    const input = buffers.of(x);
    const gradient = buffers.of(dy);
    if (kind === 'max') {
      const argmax = buffers.empty(Math.ceil(dy.length / 2));
      on.run(
        { kernel: 'maxPool', x: input, y, argmax, geometry },
        { kernel: 'maxPoolGrad', dy: gradient, argmax, dx, geometry },
      );
    } else {
      on.run(
        { kernel: 'avgPool', x: input, y, geometry },
        { kernel: 'avgPoolGrad', dy: gradient, dx, geometry },
      );
    }
    return { y: buffers.read(y, dy.length), dx: buffers.read(dx, x.length) };
  });
}

const pair = (max: number) => fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max }));

/** Poolings each of whose windows holds a pixel of the input. */
const anyPooling: fc.Arbitrary<PoolGeometry> = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    input: pair(11),
    channels: fc.integer({ min: 1, max: 9 }),
    filter: pair(5),
    stride: pair(4),
    padding: fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4), fc.nat(4)),
  })
  .map(({ batch, input, channels, filter, stride, padding }) => ({
    batch,
    inputHeight: input[0],
    inputWidth: input[1],
    channels,
    filterHeight: filter[0],
    filterWidth: filter[1],
    outputHeight: Math.floor((input[0] + padding[0] + padding[1] - filter[0]) / stride[0]) + 1,
    outputWidth: Math.floor((input[1] + padding[2] + padding[3] - filter[1]) / stride[1]) + 1,
    strideHeight: stride[0],
    strideWidth: stride[1],
    padTop: padding[0],
    padLeft: padding[2],
  }))
  .filter(
    (g) =>
      Math.min(g.outputHeight, g.outputWidth) >= 1 &&
      g.padTop < g.filterHeight &&
      g.padLeft < g.filterWidth &&
      (g.outputHeight - 1) * g.strideHeight - g.padTop < g.inputHeight &&
      (g.outputWidth - 1) * g.strideWidth - g.padLeft < g.inputWidth,
  );

describe.each(['max', 'avg'] as const)('%s pooling', (kind) => {
  test('any small one, and the same with one thread', () => {
    // Few values, so that many are equal.
    const values = fc.constantFrom(3, 1000);
    fc.assert(
      fc.property(anyPooling, values, (geometry, distinct) => {
        const lengths = poolLengthsOf(geometry);
        const x = randomFloats(lengths.x, 1).map((value) => Math.round(value * distinct) / distinct);
        const dy = randomFloats(lengths.y, 2);
        const received = runPool(kernels, { kind, x, dy, geometry });
        expectClose(received.y, naivePool(kind, x, geometry));
        expectClose(received.dx, naivePoolGradient(kind, { x, dy }, geometry));
        expect(runPool(alone, { kind, x, dy, geometry })).toEqual(received);
      }),
      { numRuns: 200 },
    );
  });

  it('agrees with finite differences where no values are equal', () => {
    const geometry: PoolGeometry = {
      batch: 2,
      inputHeight: 7,
      inputWidth: 6,
      channels: 5,
      filterHeight: 3,
      filterWidth: 2,
      outputHeight: 4,
      outputWidth: 4,
      strideHeight: 2,
      strideWidth: 2,
      padTop: 1,
      padLeft: 1,
    };
    const x = Float32Array.from({ length: 420 }, (_, i) => ((i * 83) % 419) / 40);
    const dy = randomFloats(2 * 16 * 5, 2);
    const { dx } = runPool(kernels, { kind, x, dy, geometry });
    const objective = (moved: Float64Array) =>
      naivePool(kind, moved, geometry).reduce((sum, value, i) => sum + value * (dy[i] ?? 0), 0);
    const slopes = Array.from({ length: 420 }, (_, i) => slope(objective, x, i));
    expectClose(dx, slopes, 1e-5);
  });

  it('pools a whole image into one pixel', () => {
    const geometry: PoolGeometry = {
      batch: 2,
      inputHeight: 9,
      inputWidth: 31,
      channels: 6,
      filterHeight: 9,
      filterWidth: 31,
      outputHeight: 1,
      outputWidth: 1,
      strideHeight: 1,
      strideWidth: 1,
      padTop: 0,
      padLeft: 0,
    };
    const { x: length } = poolLengthsOf(geometry);
    const x = randomFloats(length);
    const dy = randomFloats(12, 2);
    const received = runPool(kernels, { kind, x, dy, geometry });
    expectClose(received.y, naivePool(kind, x, geometry));
    expectClose(received.dx, naivePoolGradient(kind, { x, dy }, geometry));
  });
});

test.each([
  ['relu', [0, 1, 1, 0, 0, 1]],
  ['relu6', [0, 1, 0, 0, 0, 1]],
] as const)('takes the gradient of %s along', (activation, passes) => {
  const geometry: PoolGeometry = {
    batch: 1,
    inputHeight: 2,
    inputWidth: 12,
    channels: 1,
    filterHeight: 2,
    filterWidth: 2,
    outputHeight: 1,
    outputWidth: 6,
    strideHeight: 2,
    strideWidth: 2,
    padTop: 0,
    padLeft: 0,
  };
  const pooled = [0, 2, activation === 'relu' ? 7 : 6, -1, 0, 5];
  const x = pooled.flatMap((value) => [value, value - 1]).concat(pooled.flatMap(() => [-9, -9]));
  withBuffers(kernels, (buffers) => {
    const y = buffers.empty(6);
    const argmax = buffers.empty(3);
    const dx = buffers.empty(24);
    const dy = buffers.of([1, 1, 1, 1, 1, 1]);
    kernels.run(
      { kernel: 'maxPool', x: buffers.of(x), y, argmax, geometry },
      { kernel: 'maxPoolGrad', dy, argmax, activated: y, activation, dx, geometry },
    );
    const expected = passes.flatMap((pass) => [pass, 0]).concat(new Array<number>(12).fill(0));
    expect([...buffers.read(dx, 24)]).toEqual(expected);
  });
});
