import type { Constant, Operation, Step } from '../inference/program';
import type { OnnxAttribute, OnnxConstant, OnnxNode } from './onnx-writer';
import { transposeDepthwiseFilter, transposeFilter } from './transpose-filter';

type Of<Op extends Operation['op']> = Extract<Operation, { op: Op }>;
type Attributes = Record<string, OnnxAttribute>;
type Call = Omit<OnnxNode, 'output'>;

/** Turns the steps of a program into ONNX nodes. Pictures are `[batch, channels, height, width]` in between. */
export class OnnxGraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly constants: OnnxConstant[] = [];
  readonly #ranks = new Map<string, number>();
  #count = 0;

  /** Begins with a value as TensorFlow.js has it: its channels, if it is a picture, last. */
  begin(name: string, rank: number, as: string): void {
    const perm = { perm: { ints: [0, 3, 1, 2] } };
    const type = rank === 4 ? 'Transpose' : 'Identity';
    this.#push({ type, inputs: [name], attributes: rank === 4 ? perm : {} }, as);
    this.#ranks.set(as, rank);
  }

  /** Ends with a value as TensorFlow.js has it. */
  end(name: string, as: string): void {
    const picture = this.#ranks.get(name) === 4;
    const attributes: Attributes = picture ? { perm: { ints: [0, 2, 3, 1] } } : {};
    this.#push({ type: picture ? 'Transpose' : 'Identity', inputs: [name], attributes }, as);
  }

  add({ id, inputs, operation }: Step): void {
    const rank = this.#ranks.get(inputs[0] as string) as number;
    this.#ranks.set(id, rankAfter(operation, rank));
    this.#push(this.#callOf(operation, inputs), id);
  }

  #callOf(operation: Operation, inputs: readonly string[]): Call {
    const [x = ''] = inputs;
    const picture = this.#ranks.get(x) === 4;
    switch (operation.op) {
      case 'conv2d':
      case 'depthwiseConv2d':
        return this.#convolution(operation, x);
      case 'dense':
        return this.#dense(operation, x);
      case 'affine':
        return this.#affine(operation, x);
      case 'activation':
        return this.#activation(operation.activation, x);
      case 'maxPool':
        return { type: 'MaxPool', inputs: [x], attributes: window(operation) };
      case 'averagePool':
        return {
          type: 'AveragePool',
          inputs: [x],
          attributes: { ...window(operation), count_include_pad: { int: 0 } },
        };
      case 'globalAveragePool':
        return { type: 'Flatten', inputs: [this.#inner('GlobalAveragePool', [x])] };
      case 'globalMaxPool':
        return { type: 'Flatten', inputs: [this.#inner('GlobalMaxPool', [x])] };
      case 'flatten':
        return { type: 'Flatten', inputs: [picture ? this.#channelsLast(x) : x] };
      case 'concatenate':
        return { type: 'Concat', inputs, attributes: { axis: { int: picture ? 1 : -1 } } };
      case 'pad':
        return this.#pad(operation, x);
      case 'add':
        return this.#sum(operation, inputs);
    }
  }

  #convolution(operation: Of<'conv2d' | 'depthwiseConv2d'>, x: string): Call {
    const { filter, bias, strides, dilations, padding, activation } = operation;
    const depthwise = operation.op === 'depthwiseConv2d';
    const weights = depthwise ? transposeDepthwiseFilter(filter) : transposeFilter(filter);
    const size: [number, number] = [filter.shape[0] ?? 1, filter.shape[1] ?? 1];
    const attributes = {
      ...window({ size, strides, padding, dilations }),
      dilations: { ints: dilations },
      group: { int: depthwise ? (filter.shape[2] ?? 1) : 1 },
    };
    const inputs = [x, this.#constant(weights), this.#constant(bias)];
    if (activation === 'linear') return { type: 'Conv', inputs, attributes };
    return this.#activation(activation, this.#inner('Conv', inputs, attributes));
  }

  #dense({ kernel, bias, activation }: Of<'dense'>, x: string): Call {
    const inputs = [x, this.#constant(kernel), this.#constant(bias)];
    if (activation === 'linear') return { type: 'Gemm', inputs };
    return this.#activation(activation, this.#inner('Gemm', inputs));
  }

  #affine({ scale, offset }: Of<'affine'>, x: string): Call {
    const shaped = ({ data, shape }: Constant): Constant => ({
      data,
      shape: this.#ranks.get(x) === 4 ? [shape[0] ?? 1, 1, 1] : shape,
    });
    const scaled = this.#inner('Mul', [x, this.#constant(shaped(scale))]);
    return { type: 'Add', inputs: [scaled, this.#constant(shaped(offset))] };
  }

  #activation(activation: Of<'activation'>['activation'], x: string): Call {
    if (activation === 'relu6') {
      const bound = (value: number) => this.#constant({ data: Float32Array.of(value), shape: [] });
      return { type: 'Clip', inputs: [x, bound(0), bound(6)] };
    }
    const types = { relu: 'Relu', softmax: 'Softmax', sigmoid: 'Sigmoid', tanh: 'Tanh', elu: 'Elu' };
    const axis = { axis: { int: this.#ranks.get(x) === 4 ? 1 : -1 } };
    return { type: types[activation], inputs: [x], attributes: activation === 'softmax' ? axis : {} };
  }

  #pad({ padding }: Of<'pad'>, x: string): Call {
    const data = BigInt64Array.from(
      [0, 1].flatMap((side) => [0, ...[2, 0, 1].map((axis) => padding[axis]?.[side] ?? 0)]).map(BigInt),
    );
    return { type: 'Pad', inputs: [x, this.#constant({ data, shape: [8] })] };
  }

  #sum({ scale, activation }: Of<'add'>, [first = '', ...others]: readonly string[]): Call {
    const scaled = (value: string) =>
      scale === 1
        ? value
        : this.#inner('Mul', [value, this.#constant({ data: Float32Array.of(scale), shape: [] })]);
    const sum = others.reduce((total, value) => this.#inner('Add', [total, scaled(value)]), first);
    return activation === 'linear' ? { type: 'Identity', inputs: [sum] } : this.#activation(activation, sum);
  }

  #channelsLast(x: string): string {
    return this.#inner('Transpose', [x], { perm: { ints: [0, 2, 3, 1] } });
  }

  /** A node whose result only the next one needs. */
  #inner(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    const output = `${type}_${this.#count++}`;
    const rank = this.#ranks.get(inputs[0] as string);
    if (rank !== undefined) this.#ranks.set(output, rank);
    this.#push({ type, inputs, attributes }, output);
    return output;
  }

  #push(call: Call, output: string): void {
    this.nodes.push({ ...call, output });
  }

  #constant(constant: { data: OnnxConstant['data']; shape: readonly number[] }): string {
    const name = `constant_${this.#count++}`;
    this.constants.push({ name, ...constant });
    return name;
  }
}

function rankAfter(operation: Operation, rank: number): number {
  const flattens = ['globalAveragePool', 'globalMaxPool', 'flatten'].includes(operation.op);
  return flattens ? 2 : rank;
}

interface WindowArgs {
  size: [number, number];
  strides: [number, number];
  padding: 'valid' | 'same';
  dilations?: [number, number];
}

/** Explicit padding where it does not depend on the size of the picture, since dilated kernels need that. */
function window({ size, strides, padding, dilations = [1, 1] }: WindowArgs): Attributes {
  const common = { kernel_shape: { ints: size }, strides: { ints: strides } };
  if (padding === 'valid') return common;
  if (strides.some((stride) => stride !== 1)) return { ...common, auto_pad: { text: 'SAME_UPPER' } };
  const totals = size.map((length, axis) => (length - 1) * (dilations[axis] ?? 1));
  const before = totals.map((total) => Math.floor(total / 2));
  return {
    ...common,
    pads: { ints: [...before, ...totals.map((total, axis) => total - (before[axis] ?? 0))] },
  };
}
