import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Graph } from '../graph';

const stages = [
  { stage: 2, filters: 64, blocks: 3, stride: 1 },
  { stage: 3, filters: 128, blocks: 4, stride: 2 },
  { stage: 4, filters: 256, blocks: 6, stride: 2 },
  { stage: 5, filters: 512, blocks: 3, stride: 2 },
] as const;

/**
 * ResNet50 (version 1) from the picture to its last feature map, as Keras builds it (He et al., "Deep Residual Learning
 * for Image Recognition", 2015): the stride is in the first convolution of a block, and all convolutions have biases.
 */
export function resNet50Features(graph: Graph, inputs: SymbolicTensor): SymbolicTensor {
  let x = graph.zeroPadding2d(inputs, around(3), 'conv1_pad');
  x = graph.conv2d(x, { filters: 64, kernelSize: 7, strides: 2, name: 'conv1_conv' });
  x = graph.relu(normalised(graph, x, 'conv1_bn'), 'conv1_relu');
  x = graph.maxPooling2d(graph.zeroPadding2d(x, around(1), 'pool1_pad'), 'pool1_pool');
  for (const { stage, filters, blocks, stride } of stages) {
    for (let block = 1; block <= blocks; block++) {
      const name = `conv${stage}_block${block}`;
      x = residualBlock(graph, x, { name, filters, stride: block === 1 ? stride : 1, shortcut: block === 1 });
    }
  }
  return x;
}

interface BlockArgs {
  name: string;
  filters: number;
  stride: number;
  /** Whether a convolution brings the input to the shape of the output. */
  shortcut: boolean;
}

function residualBlock(graph: Graph, inputs: SymbolicTensor, args: BlockArgs): SymbolicTensor {
  const { name, filters, stride: strides } = args;
  const shortcut = args.shortcut
    ? convolved(graph, inputs, { filters: 4 * filters, kernelSize: 1, strides, name: `${name}_0` })
    : inputs;
  let x = convolved(graph, inputs, { filters, kernelSize: 1, strides, name: `${name}_1` });
  x = graph.relu(x, `${name}_1_relu`);
  x = convolved(graph, x, { filters, kernelSize: 3, padding: 'same', name: `${name}_2` });
  x = graph.relu(x, `${name}_2_relu`);
  x = convolved(graph, x, { filters: 4 * filters, kernelSize: 1, name: `${name}_3` });
  return graph.relu(graph.add([shortcut, x], `${name}_add`), `${name}_out`);
}

/** A convolution and its batch normalisation, named after what they belong to. */
function convolved(
  graph: Graph,
  x: SymbolicTensor,
  { name, ...args }: Parameters<Graph['conv2d']>[1],
): SymbolicTensor {
  return normalised(graph, graph.conv2d(x, { ...args, name: `${name}_conv` }), `${name}_bn`);
}

function normalised(graph: Graph, x: SymbolicTensor, name: string): SymbolicTensor {
  return graph.batchNormalization(x, { epsilon: 1.001e-5, name });
}

function around(n: number): [[number, number], [number, number]] {
  return [
    [n, n],
    [n, n],
  ];
}
