import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { SoftmaxCrossEntropyCall } from './kernel-calls';
import { withBuffers } from './test-support/buffers';
import { dot, expectClose, randomFloats, slope } from './test-support/numbers';
import { startKernels } from './test-support/start-kernels';

const { kernels, alone } = await startKernels({ threads: 2 });

const sizes = fc.record({ rows: fc.integer({ min: 1, max: 90 }), columns: fc.integer({ min: 1, max: 37 }) });

/** The matrix's columns, each in double precision. */
function columnsOf(x: ArrayLike<number>, columns: number): Float64Array[] {
  const rows = x.length / columns;
  return Array.from({ length: columns }, (_, c) =>
    Float64Array.from({ length: rows }, (__, row) => x[row * columns + c] ?? 0),
  );
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('columnSums', () => {
  function sums(on: typeof kernels, x: Float32Array, columns: number): Float32Array {
    return withBuffers(on, (buffers) => {
      const output = buffers.empty(columns);
      const rows = x.length / columns;
      on.run({ kernel: 'columnSums', x: buffers.of(x), output, rows, columns, scale: 0.5 });
      return buffers.read(output, columns);
    });
  }

  const expected = (x: Float32Array, columns: number) =>
    columnsOf(x, columns).map((column) => 0.5 * column.reduce((sum, value) => sum + value, 0));

  it('adds up any small matrix', () => {
    fc.assert(
      fc.property(sizes, ({ rows, columns }) => {
        const x = randomFloats(rows * columns);
        expectClose(sums(kernels, x, columns), expected(x, columns));
      }),
    );
  });

  it.each([
    [50_000, 16],
    [30_000, 3],
    [7, 9001],
  ])('adds up %i rows of %i, the same with one thread', (rows, columns) => {
    const x = randomFloats(rows * columns);
    const received = sums(kernels, x, columns);
    expectClose(received, expected(x, columns), 1e-4);
    expect(sums(alone, x, columns)).toEqual(received);
  });
});

describe('copyRows', () => {
  it('puts rows where they belong and leaves the rest alone', () => {
    const gap = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(sizes, gap, gap, gap, ({ rows, columns }, xGap, yGap, yStart) => {
        const [xStep, yStep] = [columns + xGap, columns + yGap];
        const x = randomFloats(rows * xStep);
        const length = yStart + rows * yStep;
        const received = withBuffers(kernels, (buffers) => {
          const y = buffers.of(new Float32Array(length).fill(9));
          kernels.run({ kernel: 'copyRows', x: buffers.of(x), y, rows, columns, xStep, yStep, yStart });
          return buffers.read(y, length);
        });
        const expected = new Float32Array(length).fill(9);
        for (let row = 0; row < rows; row++) {
          expected.set(x.subarray(row * xStep, row * xStep + columns), yStart + row * yStep);
        }
        expect(received).toEqual(expected);
      }),
    );
  });

  it('copies many rows with several threads', () => {
    const x = randomFloats(70_000 * 3);
    const received = withBuffers(kernels, (buffers) => {
      const y = buffers.empty(x.length);
      kernels.run({ kernel: 'copyRows', x: buffers.of(x), y, rows: 70_000, columns: 3 });
      return buffers.read(y, x.length);
    });
    expect(received).toEqual(x);
  });

  it('copies the rows at places, anew at each run', () => {
    const all = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(sizes, all, fc.infiniteStream(fc.nat()), ({ rows, columns }, of, stream) => {
        const x = randomFloats(of * columns);
        const draw = () => Int32Array.from({ length: rows }, () => stream.next().value % of);
        const [first, second] = [draw(), draw()];
        const received = withBuffers(kernels, (buffers) => {
          const at = buffers.ofIntegers(first);
          const y = buffers.empty(rows * columns);
          const places = { at, of };
          const call = { kernel: 'copyRows', x: buffers.of(x), y, rows, columns, places } as const;
          const program = kernels.compile([call]);
          const results = [first, second].map((values) => {
            kernels.integers(at, rows).set(values);
            program.run();
            return buffers.read(y, rows * columns);
          });
          program.dispose();
          return results;
        });
        const picked = (places: Int32Array) =>
          Float32Array.from(
            [...places].flatMap((row) => [...x.subarray(row * columns, (row + 1) * columns)]),
          );
        expect(received).toEqual([picked(first), picked(second)]);
      }),
    );
  });

  it('refuses steps that are less than a row', () => {
    const call = { kernel: 'copyRows', x: 64, y: 64, rows: 2, columns: 3 } as const;
    expect(() => kernels.compile([{ ...call, yStep: 2 }])).toThrow(
      expect.objectContaining({ argument: 'yStep' }),
    );
  });
});

describe('softmaxCrossEntropy', () => {
  type Labels = Pick<SoftmaxCrossEntropyCall, 'labelKind'> & { values: ArrayLike<number> };

  function run(logits: ArrayLike<number>, columns: number, { labelKind = 'oneHot', values }: Labels) {
    const rows = logits.length / columns;
    return withBuffers(kernels, (buffers) => {
      const losses = buffers.empty(rows);
      const probabilities = buffers.empty(logits.length);
      const dLogits = buffers.empty(logits.length);
      kernels.run({
        kernel: 'softmaxCrossEntropy',
        logits: buffers.of(logits),
        labels: labelKind === 'oneHot' ? buffers.of(values) : buffers.ofIntegers(values),
        labelKind,
        rows,
        columns,
        losses,
        probabilities,
        dLogits,
      });
      return {
        losses: buffers.read(losses, rows),
        probabilities: buffers.read(probabilities, logits.length),
        dLogits: buffers.read(dLogits, logits.length),
      };
    });
  }

  function naive(logits: ArrayLike<number>, columns: number, labels: ArrayLike<number>) {
    const rows = logits.length / columns;
    const probabilities = new Float64Array(logits.length);
    const losses = Float64Array.from({ length: rows }, (_, row) => {
      const own = Array.from({ length: columns }, (__, c) => logits[row * columns + c] ?? 0);
      const highest = Math.max(...own);
      const total = own.reduce((sum, value) => sum + Math.exp(value - highest), 0);
      let loss = 0;
      for (const [c, value] of own.entries()) {
        probabilities[row * columns + c] = Math.exp(value - highest) / total;
        const label = labels[row * columns + c] ?? 0;
        if (label !== 0) loss += label * (Math.log(total) - (value - highest));
      }
      return loss;
    });
    return { losses, probabilities };
  }

  it('agrees with its formula and with finite differences for soft labels', () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom(0.1, 1, 30), ({ rows, columns }, scale) => {
        const logits = randomFloats(rows * columns, 1).map((value) => value * scale);
        const raw = randomFloats(rows * columns, 2).map(Math.abs);
        const labels = raw.map((value, i) => {
          const start = Math.floor(i / columns) * columns;
          return value / raw.slice(start, start + columns).reduce((sum, other) => sum + other, 0);
        });
        const received = run(logits, columns, { values: labels });
        const expected = naive(logits, columns, labels);
        expectClose(received.losses, expected.losses, 1e-6);
        expectClose(received.probabilities, expected.probabilities, 1e-6);
        const mean = (moved: Float64Array) => meanOf(naive(moved, columns, labels).losses);
        const at = Math.floor(0.7 * logits.length);
        expectClose([received.dLogits[at] ?? 0], [slope(mean, logits, at)], 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  it('takes class indexes for one-hot labels', () => {
    const logits = randomFloats(5 * 11);
    const classes = [0, 10, 4, 5, 1];
    const oneHot = classes.flatMap((label) => Array.from({ length: 11 }, (_, c) => Number(c === label)));
    const received = run(logits, 11, { labelKind: 'indices', values: classes });
    expect(received).toEqual(run(logits, 11, { values: oneHot }));
  });

  it('needs no clipping: logits [50, 0, 0] with true class 1 lose 50', () => {
    const { losses, dLogits } = run([50, 0, 0], 3, { labelKind: 'indices', values: [1] });
    expect(losses[0]).toBe(50);
    expectClose(dLogits, [1, -1, 0]);
  });

  it('survives the largest logits and shows NaN', () => {
    const { losses, probabilities } = run([1e38, -1e38, 0, Number.NaN, 0, 0], 3, {
      labelKind: 'indices',
      values: [0, 0],
    });
    expect([...losses]).toEqual([0, NaN]);
    expect([...probabilities.slice(0, 3)]).toEqual([1, 0, 0]);
    expect(probabilities[3]).toBeNaN();
  });

  it('gives NaN for an index that is no class', () => {
    const { losses } = run([1, 2, 3, 4], 2, { labelKind: 'indices', values: [2, -1] });
    expect([...losses]).toEqual([NaN, NaN]);
  });

  test('softmax alone may work in place', () => {
    withBuffers(kernels, (buffers) => {
      const logits = buffers.of([0, Math.log(3)]);
      kernels.run({ kernel: 'softmax', logits, output: logits, rows: 1, columns: 2 });
      expectClose(buffers.read(logits, 2), [0.25, 0.75]);
    });
  });
});

describe('batch normalisation', () => {
  const epsilon = 1e-3;

  interface Normalization {
    x: ArrayLike<number>;
    gamma: ArrayLike<number>;
    beta: ArrayLike<number>;
  }

  function naive({ x, gamma, beta }: Normalization) {
    const columns = columnsOf(x, gamma.length);
    const mean = columns.map(meanOf);
    const variance = columns.map((column, c) => meanOf(column.map((value) => (value - (mean[c] ?? 0)) ** 2)));
    const y = Float64Array.from(x, (value, i) => {
      const c = i % gamma.length;
      const normal = (value - (mean[c] ?? 0)) / Math.sqrt((variance[c] ?? 0) + epsilon);
      return normal * (gamma[c] ?? 0) + (beta[c] ?? 0);
    });
    return { mean, variance, y };
  }

  const cases: [number, number][] = [
    [1, 1],
    [2, 5],
    [100, 16],
    [999, 33],
    [20_000, 7],
  ];

  it.each(cases)('normalises %i rows of %i', (rows, columns) => {
    const x = randomFloats(rows * columns, 1).map((value) => 3 + 2 * value);
    const gamma = randomFloats(columns, 2);
    const beta = randomFloats(columns, 3);
    const expected = naive({ x, gamma, beta });
    for (const on of [kernels, alone]) {
      withBuffers(on, (buffers) => {
        const [y, mean, variance] = [buffers.empty(x.length), buffers.empty(columns), buffers.empty(columns)];
        const moving = {
          mean: buffers.of(new Float32Array(columns).fill(1)),
          variance: buffers.of(new Float32Array(columns).fill(2)),
          momentum: 0.75,
        };
        const optional = { gamma: buffers.of(gamma), beta: buffers.of(beta), moving };
        const shape = { x: buffers.of(x), y, rows, columns, mean, variance, epsilon };
        on.run({ kernel: 'batchNormTraining', ...shape, ...optional });
        expectClose(buffers.read(y, x.length), expected.y);
        expectClose(buffers.read(mean, columns), expected.mean);
        expectClose(buffers.read(variance, columns), expected.variance);
        const movedMean = expected.mean.map((value) => 0.75 + 0.25 * value);
        const movedVariance = expected.variance.map((value) => 1.5 + 0.25 * value);
        expectClose(buffers.read(moving.mean, columns), movedMean);
        expectClose(buffers.read(moving.variance, columns), movedVariance);
      });
    }
  });

  it.each(cases.slice(0, 4))('has gradients that agree with finite differences, %i x %i', (rows, columns) => {
    const x = randomFloats(rows * columns, 1);
    const gamma = randomFloats(columns, 2);
    const beta = randomFloats(columns, 3);
    const dy = randomFloats(rows * columns, 4);
    const { mean, variance } = naive({ x, gamma, beta });
    withBuffers(kernels, (buffers) => {
      const dx = buffers.of(dy);
      const [dGamma, dBeta] = [buffers.empty(columns), buffers.empty(columns)];
      const statistics = { mean: buffers.of(mean), variance: buffers.of(variance), epsilon };
      const operands = { x: buffers.of(x), dy: dx, dx, rows, columns, gamma: buffers.of(gamma) };
      kernels.run({ kernel: 'batchNormTrainingGrad', ...operands, ...statistics, dGamma, dBeta });
      const at = Math.floor(0.6 * x.length);
      const byX = slope((moved) => dot(naive({ x: moved, gamma, beta }).y, dy), x, at);
      expectClose([buffers.read(dx, x.length)[at] ?? 0], [byX], 1e-4);
      for (const c of [0, columns - 1]) {
        const byGamma = slope((moved) => dot(naive({ x, gamma: moved, beta }).y, dy), gamma, c);
        expectClose([buffers.read(dGamma, columns)[c] ?? 0], [byGamma], 1e-4);
        const byBeta = slope((moved) => dot(naive({ x, gamma, beta: moved }).y, dy), beta, c);
        expectClose([buffers.read(dBeta, columns)[c] ?? 0], [byBeta], 1e-4);
      }
    });
  });

  it('goes without gamma, beta and moving statistics', () => {
    const x = randomFloats(60);
    const expected = naive({ x, gamma: new Float32Array(6).fill(1), beta: new Float32Array(6) });
    withBuffers(kernels, (buffers) => {
      const [y, mean, variance] = [buffers.empty(60), buffers.empty(6), buffers.empty(6)];
      const shape = { x: buffers.of(x), y, rows: 10, columns: 6, mean, variance, epsilon };
      kernels.run({ kernel: 'batchNormTraining', ...shape, activation: 'relu' });
      expectClose(
        buffers.read(y, 60),
        expected.y.map((value) => Math.max(0, value)),
      );
    });
  });
});

test('scaleAndShift', () => {
  fc.assert(
    fc.property(sizes, ({ rows, columns }) => {
      const x = randomFloats(rows * columns, 1);
      const scale = randomFloats(columns, 2);
      const shift = randomFloats(columns, 3);
      const expected = x.map((value, i) =>
        Math.max(0, value * (scale[i % columns] ?? 0) + (shift[i % columns] ?? 0)),
      );
      withBuffers(kernels, (buffers) => {
        const at = buffers.of(x);
        const factors = { scale: buffers.of(scale), shift: buffers.of(shift) };
        kernels.run({ kernel: 'scaleAndShift', x: at, y: at, ...factors, rows, columns, activation: 'relu' });
        expectClose(buffers.read(at, x.length), expected);
      });
    }),
  );
});
