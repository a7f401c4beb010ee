import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { withBuffers } from './test-support/buffers';
import { expectClose, randomFloats } from './test-support/numbers';
import { startKernels } from './test-support/start-kernels';

const { kernels } = await startKernels({ threads: 2 });

const lengths = [1, 2, 3, 4, 7, 16_385, 40_000];

describe.each(lengths)('%i elements', (length) => {
  const a = randomFloats(length, 1).map((value) => 10 * value);
  const b = randomFloats(length, 2);

  it.each([
    ['relu', (y: number) => y > 0],
    ['relu6', (y: number) => y > 0 && y < 6],
  ] as const)('reluGrad of %s, in place', (activation, passes) => {
    withBuffers(kernels, (buffers) => {
      const dy = buffers.of(b);
      kernels.run({ kernel: 'reluGrad', dy, y: buffers.of(a), dx: dy, length, activation });
      expect(buffers.read(dy, length)).toEqual(b.map((value, i) => (passes(a[i] ?? 0) ? value : 0)));
    });
  });

  it('multiply, add, addScaled, fill', () => {
    withBuffers(kernels, (buffers) => {
      const [left, right, output] = [buffers.of(a), buffers.of(b), buffers.empty(length)];
      kernels.run({ kernel: 'multiply', a: left, b: right, output, length });
      expect(buffers.read(output, length)).toEqual(a.map((value, i) => value * (b[i] ?? 0)));
      kernels.run({ kernel: 'add', a: left, b: right, output, length, activation: 'relu' });
      expect(buffers.read(output, length)).toEqual(a.map((value, i) => Math.max(0, value + (b[i] ?? 0))));
      kernels.run({ kernel: 'addScaled', x: left, y: right, alpha: -0.5, length });
      expect(buffers.read(right, length)).toEqual(b.map((value, i) => value - 0.5 * (a[i] ?? 0)));
      kernels.run({ kernel: 'fill', output, value: 2.5, length });
      expect(buffers.read(output, length)).toEqual(new Float32Array(length).fill(2.5));
    });
  });
});

test('writes nothing behind the last element', () => {
  withBuffers(kernels, (buffers) => {
    const output = buffers.of([1, 2, 3, 4, 5, 6, 7, 8]);
    kernels.run({ kernel: 'fill', output, value: 0, length: 5 });
    expect([...buffers.read(output, 8)]).toEqual([0, 0, 0, 0, 0, 6, 7, 8]);
  });
});

describe("optimisers follow Keras's formulas over three steps", () => {
  const length = 20_003;
  const steps = [1, 2, 3];
  const rate = 0.01;

  /** Parameter and states, each as doubles, after `update` was applied to every element for each step. */
  function expected(states: number, update: (element: number[], g: number, step: number) => void) {
    const start = randomFloats(length, 1);
    const result = Array.from({ length: states + 1 }, () => new Float64Array(length));
    for (let i = 0; i < length; i++) {
      const element = [start[i] ?? 0, ...new Array<number>(states).fill(0)];
      for (const step of steps) update(element, gradientAt(i, step), step);
      for (const [s, value] of element.entries()) (result[s] as Float64Array)[i] = value;
    }
    return result;
  }

  const gradients = steps.map((step) => randomFloats(length, 10 + step).map((value) => 0.1 * value));
  const gradientAt = (i: number, step: number) => gradients[step - 1]?.[i] ?? 0;

  test.each([false, true])('SGD with momentum, Nesterov: %s', (nesterov) => {
    const momentum = 0.9;
    const [parameters, moments] = expected(1, (e, g) => {
      e[1] = momentum * (e[1] ?? 0) - rate * g;
      e[0] = (e[0] ?? 0) + (nesterov ? momentum * e[1] - rate * g : e[1]);
    });
    withBuffers(kernels, (buffers) => {
      const parameter = buffers.of(randomFloats(length, 1));
      const m = buffers.of(new Float32Array(length));
      const hyper = buffers.of([rate, momentum]);
      for (const step of steps) {
        const gradient = buffers.of(gradients[step - 1] ?? []);
        kernels.run({ kernel: 'momentum', parameter, gradient, m, hyper, length, nesterov });
      }
      expectClose(buffers.read(parameter, length), parameters ?? [], 1e-6);
      expectClose(buffers.read(m, length), moments ?? [], 1e-6);
    });
  });

  test('plain SGD', () => {
    const [parameters] = expected(0, (e, g) => {
      e[0] = (e[0] ?? 0) - rate * g;
    });
    withBuffers(kernels, (buffers) => {
      const parameter = buffers.of(randomFloats(length, 1));
      for (const gradient of gradients.map((values) => buffers.of(values))) {
        kernels.run({ kernel: 'sgd', parameter, gradient, hyper: buffers.of([rate]), length });
      }
      expectClose(buffers.read(parameter, length), parameters ?? [], 1e-6);
    });
  });

  test.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('RMSprop, centered: %s, with momentum: %s', (centered, moving) => {
    const [rho, epsilon, momentum] = [0.9, 1e-7, moving ? 0.8 : 0];
    const [parameters] = expected(3, (e, g) => {
      e[1] = rho * (e[1] ?? 0) + (1 - rho) * g * g;
      e[2] = rho * (e[2] ?? 0) + (1 - rho) * g;
      const spread = e[1] - (centered ? e[2] * e[2] : 0) + epsilon;
      e[3] = momentum * (e[3] ?? 0) + (rate * g) / Math.sqrt(spread);
      e[0] = (e[0] ?? 0) - e[3];
    });
    withBuffers(kernels, (buffers) => {
      const zeros = () => buffers.of(new Float32Array(length));
      const states = { v: zeros(), ...(centered && { mean: zeros() }), ...(moving && { m: zeros() }) };
      const parameter = buffers.of(randomFloats(length, 1));
      const hyper = buffers.of([rate, rho, epsilon, momentum]);
      for (const gradient of gradients.map((values) => buffers.of(values))) {
        kernels.run({ kernel: 'rmsprop', parameter, gradient, hyper, length, ...states });
      }
      // Where the gradient hardly changes, the centered variant divides by a difference of nearly equal numbers.
      expectClose(buffers.read(parameter, length), parameters ?? [], centered ? 1e-3 : 1e-6);
    });
  });

  test('Adam, epsilon beside the uncorrected root', () => {
    const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];
    const stepSize = (t: number) => (rate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
    const [parameters, m1, v1] = expected(2, (e, g, t) => {
      e[1] = (e[1] ?? 0) + (g - (e[1] ?? 0)) * (1 - beta1);
      e[2] = (e[2] ?? 0) + (g * g - (e[2] ?? 0)) * (1 - beta2);
      e[0] = (e[0] ?? 0) - (stepSize(t) * e[1]) / (Math.sqrt(e[2]) + epsilon);
    });
    withBuffers(kernels, (buffers) => {
      const parameter = buffers.of(randomFloats(length, 1));
      const [m, v] = [buffers.of(new Float32Array(length)), buffers.of(new Float32Array(length))];
      for (const t of steps) {
        const gradient = buffers.of(gradients[t - 1] ?? []);
        const hyper = buffers.of([stepSize(t), beta1, beta2, epsilon]);
        kernels.run({ kernel: 'adam', parameter, gradient, m, v, hyper, length });
      }
      expectClose(buffers.read(parameter, length), parameters ?? [], 1e-5);
      expectClose(buffers.read(m, length), m1 ?? [], 1e-6);
      expectClose(buffers.read(v, length), v1 ?? [], 1e-6);
    });
  });

  test("Adam's first step with a tiny gradient is Keras's, not TensorFlow.js's", () => {
    withBuffers(kernels, (buffers) => {
      const parameter = buffers.of([0]);
      const stepSize = (1e-3 * Math.sqrt(1 - 0.999)) / (1 - 0.9);
      const hyper = buffers.of([stepSize, 0.9, 0.999, 1e-7]);
      const [m, v] = [buffers.of([0]), buffers.of([0])];
      kernels.run({ kernel: 'adam', parameter, gradient: buffers.of([1e-6]), m, v, hyper, length: 1 });
      expectClose([(buffers.read(parameter, 1)[0] ?? 0) * 1e4], [-2.4025], 1e-4);
    });
  });
});

test('any length gives what its elements give', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 50 }), (values) => {
      withBuffers(kernels, (buffers) => {
        const a = buffers.of(values);
        kernels.run({ kernel: 'add', a, b: a, output: a, length: values.length });
        expect(buffers.read(a, values.length)).toEqual(Float32Array.from(values, (value) => 2 * value));
      });
    }),
  );
});
