import type { KernelCall, Pointer } from '@imgclf/runtime/wasm';
import type { Constant } from '../program';
import { convolutionOf, poolingOf, sizeOf } from './result-shape';
import type { WasmOperation } from './wasm-steps';

/** Where a result lies. */
export interface Value {
  readonly shape: readonly number[];
  readonly pointer: Pointer;
}

/** What an operation reads and writes. */
export interface Operands {
  inputs: readonly Value[];
  output: Value;
  /** Where a constant lies; one that is shorter than `length` is a single number, repeated. */
  weight(constant: Constant, length: number): Pointer;
}

type Of<Op extends WasmOperation['op']> = Extract<WasmOperation, { op: Op }>;

const one: Constant = { data: Float32Array.of(1), shape: [1] };
const zero: Constant = { data: Float32Array.of(0), shape: [1] };

/** The kernels that carry out an operation; none for one that leaves its input where it is. */
export function callsOf(operation: WasmOperation, operands: Operands): KernelCall[] {
  const { inputs, output, weight } = operands;
  const [input = output] = inputs;
  const [x, y] = [input.pointer, output.pointer];
  switch (operation.op) {
    case 'conv2d':
    case 'depthwiseConv2d': {
      const { op: kernel, filter, bias, activation } = operation;
      const weights = { filter: weight(filter, filter.data.length), bias: weight(bias, bias.data.length) };
      return [{ kernel, x, ...weights, activation, y, geometry: convolutionOf(operation, input.shape) }];
    }
    case 'dense':
      return [dense(operation, operands)];
    case 'affine':
      return [affine(operation, operands)];
    case 'activation': {
      const { activation } = operation;
      if (activation === 'softmax') return [{ kernel: 'softmax', logits: x, output: y, ...matrix(input) }];
      const rectifier = activation === 'relu6' ? 'relu6' : 'relu';
      return [{ ...affine({ op: 'affine', scale: one, offset: zero }, operands), activation: rectifier }];
    }
    case 'add':
      return add(operation, operands);
    case 'concatenate':
      return concatenate(operands);
    case 'pad':
      return pad(operation, operands);
    case 'maxPool':
      return [{ kernel: 'maxPool', x, y, geometry: poolingOf(operation, input.shape) }];
    case 'averagePool':
      return [{ kernel: 'avgPool', x, y, geometry: poolingOf(operation, input.shape) }];
    case 'globalAveragePool':
      return globalAverage(operands);
    case 'flatten':
      return [];
  }
}

/** A value as a matrix with a row for each pixel. */
function matrix({ shape }: Value): { rows: number; columns: number } {
  const columns = shape.at(-1) ?? 1;
  return { rows: sizeOf(shape) / columns, columns };
}

function dense({ kernel, bias, activation }: Of<'dense'>, { inputs: [input], output, weight }: Operands) {
  const [inner, columns] = [kernel.shape[0] ?? 1, bias.data.length];
  return {
    kernel: 'matMul',
    a: input?.pointer ?? 0,
    b: weight(kernel, kernel.data.length),
    bias: weight(bias, columns),
    output: output.pointer,
    ...{ rows: sizeOf(output.shape) / columns, columns, inner },
    activation,
  } as const;
}

function affine({ scale, offset }: Of<'affine'>, { inputs: [input], output, weight }: Operands) {
  const { rows, columns } = matrix(output);
  const [x, y] = [input?.pointer ?? 0, output.pointer];
  const weights = { scale: weight(scale, columns), shift: weight(offset, columns) };
  return { kernel: 'scaleAndShift', x, y, ...weights, rows, columns } as const;
}

function add({ activation }: Of<'add'>, { inputs, output }: Operands): KernelCall[] {
  const length = sizeOf(output.shape);
  const last = inputs.length - 1;
  return inputs.slice(1).map(({ pointer: b }, i) => ({
    kernel: 'add',
    a: (i === 0 ? inputs[0] : output)?.pointer ?? 0,
    b,
    output: output.pointer,
    length,
    activation: i + 1 === last ? activation : 'linear',
  }));
}

function concatenate({ inputs, output }: Operands): KernelCall[] {
  const yStep = output.shape.at(-1) ?? 1;
  let yStart = 0;
  return inputs.map((input) => {
    const to = { yStep, yStart };
    const { rows, columns } = matrix(input);
    yStart += columns;
    return { kernel: 'copyRows', x: input.pointer, y: output.pointer, rows, columns, ...to };
  });
}

/** Zeros first, then the picture: its pixels one by one where it gets channels, else its rows. */
function pad({ padding }: Of<'pad'>, { inputs: [input], output }: Operands): KernelCall[] {
  const [[top], [left], [first, last]] = padding;
  const [batch = 1, height = 1, width = 1, channels = 1] = input?.shape ?? [];
  const [, , outputWidth = 1, outputChannels = 1] = output.shape;
  const rowStep = outputWidth * outputChannels;
  const isWhole = first + last === 0;
  const columns = isWhole ? width * channels : channels;
  const copies = Array.from({ length: batch * (isWhole ? 1 : height) }, (_, i) => {
    const [image, row] = isWhole ? [i, 0] : [Math.floor(i / height), i % height];
    return {
      kernel: 'copyRows' as const,
      x: (input?.pointer ?? 0) + (image * height + row) * width * channels * 4,
      y: output.pointer,
      ...{ rows: isWhole ? height : width, columns, yStep: isWhole ? rowStep : outputChannels },
      yStart: image * sizeOf(output.shape.slice(1)) + (top + row) * rowStep + left * outputChannels + first,
    };
  });
  return [{ kernel: 'fill', output: output.pointer, value: 0, length: sizeOf(output.shape) }, ...copies];
}

function globalAverage({ inputs: [input], output }: Operands): KernelCall[] {
  const [batch = 1, height = 1, width = 1, columns = 1] = input?.shape ?? [];
  const rows = height * width;
  return Array.from({ length: batch }, (_, image) => ({
    kernel: 'columnSums',
    x: (input?.pointer ?? 0) + image * rows * columns * 4,
    output: output.pointer + image * columns * 4,
    ...{ rows, columns, scale: 1 / rows },
  }));
}
