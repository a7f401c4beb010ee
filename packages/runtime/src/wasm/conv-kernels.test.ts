import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { ConvGeometry } from './geometry';
import { withBuffers } from './test-support/buffers';
import { anyGeometry, geometryOf, namedGeometries } from './test-support/geometries';
import { lengthsOf, naiveConv, naiveConvGradients } from './test-support/naive-conv';
import { dot, expectClose, randomFloats, slope } from './test-support/numbers';
import { startKernels } from './test-support/start-kernels';
import type { WasmKernels } from './wasm-kernels';

const { kernels, alone } = await startKernels({ threads: 2 });

interface Results {
  y: Float32Array;
  dx: Float32Array;
  dFilter: Float32Array;
}

function operandsOf(geometry: ConvGeometry, depthwise: boolean) {
  const lengths = lengthsOf(geometry, depthwise);
  return {
    x: randomFloats(lengths.x, 1),
    filter: randomFloats(lengths.filter, 2),
    dy: randomFloats(lengths.y, 3),
  };
}

/** The output and both gradients of a convolution by the kernels. */
function runConv(on: WasmKernels, geometry: ConvGeometry, depthwise: boolean): Results {
  const operands = operandsOf(geometry, depthwise);
  return withBuffers(on, (buffers) => {
    const x = buffers.of(operands.x);
    const filter = buffers.of(operands.filter);
    const dy = buffers.of(operands.dy);
    const y = buffers.empty(operands.dy.length);
    const dx = buffers.empty(operands.x.length);
    const dFilter = buffers.empty(operands.filter.length);
    if (depthwise) {
      on.run(
        { kernel: 'depthwiseConv2d', x, filter, y, geometry },
        { kernel: 'depthwiseConv2dBackpropInput', dy, filter, dx, geometry },
        { kernel: 'depthwiseConv2dBackpropFilter', x, dy, dFilter, geometry },
      );
    } else {
      on.run(
        { kernel: 'conv2d', x, filter, y, geometry },
        { kernel: 'conv2dBackpropInput', dy, filter, dx, geometry },
        { kernel: 'conv2dBackpropFilter', x, dy, dFilter, geometry },
      );
    }
    return {
      y: buffers.read(y, operands.dy.length),
      dx: buffers.read(dx, operands.x.length),
      dFilter: buffers.read(dFilter, operands.filter.length),
    };
  });
}

function expectAsNaive(geometry: ConvGeometry, depthwise: boolean): void {
  const operands = operandsOf(geometry, depthwise);
  const { y, dx, dFilter } = runConv(kernels, geometry, depthwise);
  expectClose(y, naiveConv(operands.x, operands.filter, geometry, depthwise));
  const gradients = naiveConvGradients(operands, geometry, depthwise);
  expectClose(dx, gradients.dx);
  expectClose(dFilter, gradients.dFilter);
}

/** Three channels at a time for a depthwise convolution of the same shape. */
function asDepthwise(geometry: ConvGeometry, multiplier: number): ConvGeometry {
  return { ...geometry, outputChannels: geometry.inputChannels * multiplier };
}

describe.each([false, true])('depthwise: %s', (depthwise) => {
  describe.each(namedGeometries)('%s', (_, short) => {
    const geometry = geometryOf(short);
    if (geometry === undefined) throw new TypeError('The filter does not fit.');
    const shapes = depthwise ? [asDepthwise(geometry, 1), asDepthwise(geometry, 3)] : [geometry];

    it('agrees with the terms added up one by one', () => {
      for (const shape of shapes) expectAsNaive(shape, depthwise);
    });

    it('has gradients that agree with finite differences', () => {
      for (const shape of shapes) {
        const { x, filter, dy } = operandsOf(shape, depthwise);
        const { dx, dFilter } = runConv(kernels, shape, depthwise);
        for (const share of [0, 0.37, 0.99]) {
          const i = Math.floor(share * x.length);
          const byInput = slope((moved) => dot(naiveConv(moved, filter, shape, depthwise), dy), x, i);
          expectClose([dx[i] ?? 0], [byInput]);
          const j = Math.floor(share * filter.length);
          const byFilter = slope((moved) => dot(naiveConv(x, moved, shape, depthwise), dy), filter, j);
          expectClose([dFilter[j] ?? 0], [byFilter], 1e-5 * Math.sqrt(dy.length));
        }
      }
    });

    it('gives the same bits with one thread and two, and again', () => {
      for (const shape of shapes) {
        const first = runConv(kernels, shape, depthwise);
        expect(runConv(kernels, shape, depthwise)).toEqual(first);
        expect(runConv(alone, shape, depthwise)).toEqual(first);
      }
    });
  });

  test('any small convolution', () => {
    const multiplier = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(anyGeometry, multiplier, (geometry, times) => {
        expectAsNaive(depthwise ? asDepthwise(geometry, times) : geometry, depthwise);
      }),
      { numRuns: 100 },
    );
  });
});

describe('bias and activation', () => {
  const bounds = { linear: [-Infinity, Infinity], relu: [0, Infinity], relu6: [0, 6] } as const;

  test.each([
    ['conv2d', 3, 3],
    ['conv2d', 1, 3],
    ['depthwiseConv2d', 3, 11],
  ] as const)('%s with a filter of %i', (kernel, size, inputChannels) => {
    const short = { input: [6, 5], channels: inputChannels, filter: [size, size], outputs: 11 } as const;
    const geometry = geometryOf({ ...short, input: [6, 5], filter: [size, size] });
    if (geometry === undefined) throw new TypeError('The filter does not fit.');
    const depthwise = kernel === 'depthwiseConv2d';
    const { x, filter, dy } = operandsOf(geometry, depthwise);
    const bias = randomFloats(11, 4).map((value) => 5 * value);
    for (const activation of ['linear', 'relu', 'relu6'] as const) {
      const [low, high] = bounds[activation];
      const expected = naiveConv(x, filter, geometry, depthwise).map((value, i) =>
        Math.min(high, Math.max(low, value + (bias[i % 11] ?? 0))),
      );
      withBuffers(kernels, (buffers) => {
        const y = buffers.empty(dy.length);
        kernels.run({
          kernel,
          x: buffers.of(x),
          filter: buffers.of(filter),
          bias: buffers.of(bias),
          activation,
          y,
          geometry,
        });
        expectClose(buffers.read(y, dy.length), expected);
      });
    }
  });
});
