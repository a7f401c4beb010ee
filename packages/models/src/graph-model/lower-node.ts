import { InvalidFileError } from '@imgclf/runtime';
import type { Constant, FusedActivation, Operation, Padding } from '../inference/program';
import type { Graph, GraphNode } from './read-graph-model';

/** What a node's operation is made from. */
interface Lowering {
  node: GraphNode;
  /** A constant input of the node, by its place. */
  constant(place: number): Constant;
  /** A list of whole numbers, or of texts. */
  integers(attribute: string): number[];
  texts(attribute: string): string[];
  text(attribute: string): string;
  refuse(): never;
}

/**
 * The operation that a node of a graph comes to, on those of the node's inputs that are no constants; undefined for one
 * that passes its input on.
 *
 * @throws {InvalidFileError} when there is none
 */
export function lowerNode(node: GraphNode, { constants }: Graph, file: string): Operation | undefined {
  const refuse = (): never => {
    throw new InvalidFileError({
      file,
      message: `${file} has a node that cannot be run: ${node.op} ${node.name}.`,
    });
  };
  const { attr, input, op } = node;
  const lower = Object.hasOwn(lowerings, op) ? lowerings[op] : undefined;
  if (lower === undefined) return refuse();
  return lower({
    node,
    constant(place) {
      const { data, shape } = constants.get(input[place] ?? '') ?? refuse();
      return { data: Float32Array.from(data), shape };
    },
    integers: (name) => attr[name]?.list?.i ?? refuse(),
    texts: (name) => (attr[name]?.list?.s ?? []).map(atob),
    text: (name) => atob(attr[name]?.s ?? refuse()),
    refuse,
  });
}

const lowerings: Record<string, (lowering: Lowering) => Operation | undefined> = {
  Identity: () => undefined,
  AddV2: () => ({ op: 'add', scale: 1, activation: 'linear' }),
  Relu: () => ({ op: 'activation', activation: 'relu' }),
  // Only results are given other shapes, and those are put one after the other.
  Reshape: () => ({ op: 'flatten' }),
  Pad: ({ constant, refuse }) => {
    const [batch, ...padding] = pairsOf(constant(1).data);
    const [vertical, horizontal, channels] = padding;
    if (!batch || !vertical || !horizontal || !channels || batch.some(Boolean)) return refuse();
    return { op: 'pad', padding: [vertical, horizontal, channels] };
  },
  MaxPool: (lowering) => ({ op: 'maxPool', size: sides(lowering, 'ksize'), ...windowOf(lowering) }),
  _FusedConv2D: (lowering) => {
    const [bias, activation, ...others] = lowering.texts('fused_ops');
    if (bias !== 'BiasAdd' || others.length > 0) return lowering.refuse();
    return convolution('conv2d', lowering, {
      bias: lowering.constant(2),
      ...activationOf(activation, lowering),
    });
  },
  DepthwiseConv2dNative: (lowering) => {
    const [, , inputs = 1, multiplier = 1] = lowering.constant(1).shape;
    const bias = { data: new Float32Array(inputs * multiplier), shape: [inputs * multiplier] };
    return convolution('depthwiseConv2d', lowering, { bias, activation: 'linear' });
  },
};

function convolution(
  op: 'conv2d' | 'depthwiseConv2d',
  lowering: Lowering,
  after: { bias: Constant; activation: FusedActivation },
): Operation {
  const window = { ...windowOf(lowering), dilations: sides(lowering, 'dilations') };
  return { op, filter: lowering.constant(1), ...window, ...after };
}

function windowOf(lowering: Lowering): { strides: [number, number]; padding: Padding } {
  const padding = { SAME: 'same', VALID: 'valid' }[lowering.text('padding')];
  if (lowering.text('data_format') !== 'NHWC' || padding === undefined) return lowering.refuse();
  return { strides: sides(lowering, 'strides'), padding: padding as Padding };
}

/** The two sides of a window, of four numbers for batch, height, width and channels. */
function sides({ integers, refuse }: Lowering, attribute: string): [number, number] {
  const [batch, height = 0, width = 0, channels] = integers(attribute);
  return batch === 1 && channels === 1 ? [height, width] : refuse();
}

function activationOf(name: string | undefined, { refuse }: Lowering): { activation: FusedActivation } {
  if (name === undefined) return { activation: 'linear' };
  return name === 'Relu' ? { activation: 'relu' } : refuse();
}

function pairsOf(values: Constant['data']): [number, number][] {
  return Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i] ?? 0, values[2 * i + 1] ?? 0]);
}
