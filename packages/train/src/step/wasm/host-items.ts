import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { dropoutMask } from '../dropout-mask';
import type {
  Activate,
  Activation,
  ActivationGradient,
  CallLayer,
  Dropout,
  FoldBatchNorm,
  Pad,
  PadGradient,
} from '../program/operation';
import type { WasmItem, WasmValues } from './wasm-values';

/** Fills a dropout's mask. */
export function drawMask(values: WasmValues, operation: Dropout): WasmItem {
  return {
    run: () => {
      const { seed, iteration } = values.draws();
      dropoutMask(values.floats(operation.mask), { seed, ...operation }, iteration);
    },
  };
}

type Elementwise = Exclude<Activation, 'softmax'>;

const functions: Readonly<Record<Elementwise, (x: number) => number>> = {
  relu: (x) => Math.max(x, 0),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
};

/** The derivatives, from what the functions give. */
const derivatives: Readonly<Record<Elementwise, (y: number) => number>> = {
  relu: (y) => (y > 0 ? 1 : 0),
  relu6: (y) => (y > 0 && y < 6 ? 1 : 0),
  sigmoid: (y) => y * (1 - y),
  tanh: (y) => 1 - y * y,
};

/** An activation that could not be merged into the kernel before it. */
export function hostActivate(values: WasmValues, { x, y, activation }: Activate): WasmItem {
  if (activation === 'softmax') {
    const columns = values.shape(x).at(-1) ?? 1;
    const places = { logits: values.pointer(x), output: values.pointer(y) };
    return { call: { kernel: 'softmax', ...places, rows: values.size(x) / columns, columns } };
  }
  const apply = functions[activation];
  return {
    run: () => {
      const from = values.floats(x);
      const to = values.floats(y);
      for (let at = 0; at < to.length; at++) to[at] = apply(from[at] as number);
    },
  };
}

/** The gradient of an activation other than the relus, which have a kernel. */
export function hostActivationGradient(
  values: WasmValues,
  { dy, y, dx, activation }: ActivationGradient,
): WasmItem {
  if (activation === 'softmax') return { run: () => softmaxGradient(values, { dy, y, dx }) };
  const derivative = derivatives[activation];
  return {
    run: () => {
      const from = values.floats(dy);
      const output = values.floats(y);
      const to = values.floats(dx);
      for (let at = 0; at < to.length; at++) to[at] = (from[at] as number) * derivative(output[at] as number);
    },
  };
}

/** `dx = y (dy - sum(dy y))`, row by row. */
function softmaxGradient(
  values: WasmValues,
  { dy, y, dx }: Pick<ActivationGradient, 'dy' | 'y' | 'dx'>,
): void {
  const columns = values.shape(y).at(-1) ?? 1;
  const [from, output, to] = [values.floats(dy), values.floats(y), values.floats(dx)];
  for (let start = 0; start < to.length; start += columns) {
    let sum = 0;
    for (let at = start; at < start + columns; at++) sum += (from[at] as number) * (output[at] as number);
    for (let at = start; at < start + columns; at++) {
      to[at] = (output[at] as number) * ((from[at] as number) - sum);
    }
  }
}

/** Turns moving statistics into a scale and a shift. */
export function hostFoldBatchNorm(values: WasmValues, operation: FoldBatchNorm): WasmItem {
  const { gamma, beta, mean, variance, epsilon, scale, shift } = operation;
  return {
    run: () => {
      const [means, variances] = [values.floats(mean), values.floats(variance)];
      const gammas = gamma === undefined ? undefined : values.floats(gamma);
      const betas = beta === undefined ? undefined : values.floats(beta);
      const [scales, shifts] = [values.floats(scale), values.floats(shift)];
      for (let at = 0; at < scales.length; at++) {
        const factor = (gammas?.[at] ?? 1) / Math.sqrt((variances[at] as number) + epsilon);
        scales[at] = factor;
        shifts[at] = (betas?.[at] ?? 0) - (means[at] as number) * factor;
      }
    },
  };
}

/** Copies an image into a larger one of zeros. */
export function hostPad(values: WasmValues, { x, y, top, left }: Pad): WasmItem {
  return {
    run: () => {
      values.floats(y).fill(0);
      eachRow(values, { inner: x, outer: y, top, left }, (inner, outer) => outer.set(inner));
    },
  };
}

/** Copies the inner part of a larger image out. */
export function hostPadGradient(values: WasmValues, { dy, dx, top, left }: PadGradient): WasmItem {
  return {
    run: () => {
      eachRow(values, { inner: dx, outer: dy, top, left }, (inner, outer) => inner.set(outer));
    },
  };
}

/** Visits the rows of an image and where they lie in the larger image around it. */
function eachRow(
  values: WasmValues,
  { inner, outer, top, left }: { inner: number; outer: number; top: number; left: number },
  visit: (inner: Float32Array, outer: Float32Array) => void,
): void {
  const [batch = 0, height = 0, width = 0, channels = 0] = values.shape(inner);
  const [, outerHeight = 0, outerWidth = 0] = values.shape(outer);
  const [from, to] = [values.floats(inner), values.floats(outer)];
  const length = width * channels;
  for (let row = 0; row < batch * height; row++) {
    const image = Math.floor(row / height);
    const start = ((image * outerHeight + (row % height) + top) * outerWidth + left) * channels;
    visit(from.subarray(row * length, (row + 1) * length), to.subarray(start, start + length));
  }
}

/** Calls a layer on copies of its inputs. */
export function hostCallLayer(values: WasmValues, { layer, inputs, y }: CallLayer): WasmItem {
  return {
    run: () => {
      const made = tidy(() => {
        const given = inputs.map((id) => tensor(values.floats(id).slice(), [...values.shape(id)]));
        return layer.apply(given, { training: true }) as Tensor;
      });
      // Not inside the tidy, which would look through the numbers for tensors, one by one.
      values.floats(y).set(made.dataSync());
      made.dispose();
    },
  };
}
