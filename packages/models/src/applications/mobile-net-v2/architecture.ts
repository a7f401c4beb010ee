import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Graph } from '../graph';

/** The blocks after the first: how many, their filters, and the stride of the first of them. */
const stages = [
  { blocks: 2, filters: 24, stride: 2 },
  { blocks: 3, filters: 32, stride: 2 },
  { blocks: 4, filters: 64, stride: 2 },
  { blocks: 3, filters: 96, stride: 1 },
  { blocks: 3, filters: 160, stride: 2 },
  { blocks: 1, filters: 320, stride: 1 },
] as const;

/** The nearest multiple of 8, but never less than nine tenths of `value`. */
function divisibleBy8(value: number): number {
  const rounded = Math.max(8, Math.floor((value + 4) / 8) * 8);
  return rounded < 0.9 * value ? rounded + 8 : rounded;
}

/**
 * MobileNetV2 from the picture to its last feature map, as Keras builds it (Sandler et al., "MobileNetV2: Inverted
 * Residuals and Linear Bottlenecks", 2018).
 *
 * @param alpha how wide the network is: the filters of every layer are multiplied by it
 */
export function mobileNetV2Features(graph: Graph, inputs: SymbolicTensor, alpha: number): SymbolicTensor {
  const stem = { filters: divisibleBy8(32 * alpha), kernelSize: 3, strides: 2, padding: 'same' } as const;
  let x = normalised(graph, graph.conv2d(inputs, { ...stem, useBias: false, name: 'Conv1' }), 'bn_Conv1');
  x = graph.relu6(x, 'Conv1_relu');
  const first = divisibleBy8(Math.trunc(16 * alpha));
  x = contract(graph, x, { prefix: 'expanded_conv_', filters: first, stride: 1 });
  let id = 1;
  for (const { blocks, filters, stride } of stages) {
    for (let i = 0; i < blocks; i++) {
      const args = { filters: divisibleBy8(Math.trunc(filters * alpha)), stride: i === 0 ? stride : 1 };
      x = invertedResidual(graph, x, { ...args, prefix: `block_${id++}_` });
    }
  }
  const last = alpha > 1 ? divisibleBy8(1280 * alpha) : 1280;
  x = graph.conv2d(x, { filters: last, kernelSize: 1, useBias: false, name: 'Conv_1' });
  return graph.relu6(normalised(graph, x, 'Conv_1_bn'), 'out_relu');
}

interface BlockArgs {
  prefix: string;
  filters: number;
  stride: number;
}

/** Widens by 6, convolves each channel by itself, narrows, and adds the input where it fits. */
function invertedResidual(graph: Graph, inputs: SymbolicTensor, args: BlockArgs): SymbolicTensor {
  const { prefix, filters, stride } = args;
  const channels = inputs.shape.at(-1) as number;
  const name = `${prefix}expand`;
  let x = graph.conv2d(inputs, {
    filters: 6 * channels,
    kernelSize: 1,
    padding: 'same',
    useBias: false,
    name,
  });
  x = graph.relu6(normalised(graph, x, `${prefix}expand_BN`), `${prefix}expand_relu`);
  x = contract(graph, x, args);
  return stride === 1 && channels === filters ? graph.add([inputs, x], `${prefix}add`) : x;
}

/** The depthwise convolution of a block and the narrowing one after it. */
function contract(
  graph: Graph,
  inputs: SymbolicTensor,
  { prefix, filters, stride }: BlockArgs,
): SymbolicTensor {
  const padded = stride === 2 ? graph.zeroPadding2d(inputs, evenPadding(inputs), `${prefix}pad`) : inputs;
  const padding = stride === 2 ? 'valid' : 'same';
  let x = graph.depthwiseConv2d(padded, { strides: stride, padding, name: `${prefix}depthwise` });
  x = graph.relu6(normalised(graph, x, `${prefix}depthwise_BN`), `${prefix}depthwise_relu`);
  x = graph.conv2d(x, { filters, kernelSize: 1, padding: 'same', useBias: false, name: `${prefix}project` });
  return normalised(graph, x, `${prefix}project_BN`);
}

function normalised(graph: Graph, x: SymbolicTensor, name: string): SymbolicTensor {
  return graph.batchNormalization(x, { epsilon: 1e-3, momentum: 0.999, name });
}

/** What a 3x3 kernel with stride 2 needs around it; an unknown size counts as even. */
function evenPadding({ shape }: SymbolicTensor): [[number, number], [number, number]] {
  const before = (size: number | null | undefined) => (size != null && size % 2 === 1 ? 1 : 0);
  return [
    [before(shape[1]), 1],
    [before(shape[2]), 1],
  ];
}
