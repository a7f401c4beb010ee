import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { CustomScaleLayer } from '../../layers/custom-scale-layer';
import type { Graph } from '../graph';

type Unit = readonly [filters: number, kernelSize: number | [number, number], options?: UnitOptions];
interface UnitOptions {
  strides?: number;
  padding?: 'valid' | 'same';
  name?: string;
}

const shrink: UnitOptions = { strides: 2, padding: 'valid' };
const valid: UnitOptions = { padding: 'valid' };

/** The residual blocks: their branches, how often they follow one another, and how much of the residual is added. */
const residuals = {
  block35: {
    scale: 0.17,
    repeats: 10,
    branches: [
      [[32, 1]],
      [
        [32, 1],
        [32, 3],
      ],
      [
        [32, 1],
        [48, 3],
        [64, 3],
      ],
    ],
  },
  block17: {
    scale: 0.1,
    repeats: 20,
    branches: [
      [[192, 1]],
      [
        [128, 1],
        [160, [1, 7]],
        [192, [7, 1]],
      ],
    ],
  },
  block8: {
    scale: 0.2,
    repeats: 9,
    branches: [
      [[192, 1]],
      [
        [192, 1],
        [224, [1, 3]],
        [256, [3, 1]],
      ],
    ],
  },
} satisfies Record<string, { scale: number; repeats: number; branches: Unit[][] }>;

/**
 * InceptionResNetV2 from the picture to its last feature map, as Keras builds it (Szegedy et al., "Inception-v4,
 * Inception-ResNet and the Impact of Residual Connections on Learning", 2016).
 */
export function inceptionResNetV2Features(graph: Graph, inputs: SymbolicTensor): SymbolicTensor {
  let x = chain(graph, inputs, [
    [32, 3, shrink],
    [32, 3, valid],
    [64, 3],
  ]);
  x = chain(graph, graph.maxPooling2d(x), [
    [80, 1, valid],
    [192, 3, valid],
  ]);
  x = graph.maxPooling2d(x);
  x = mixed5b(graph, x);
  x = repeated(graph, x, 'block35');
  x = mixed6a(graph, x);
  x = repeated(graph, x, 'block17');
  x = mixed7a(graph, x);
  x = repeated(graph, x, 'block8');
  x = residualBlock(graph, x, { ...residuals.block8, type: 'block8', index: 10, scale: 1, last: true });
  return unit(graph, x, [1536, 1, { name: 'conv_7b' }]);
}

function mixed5b(graph: Graph, x: SymbolicTensor): SymbolicTensor {
  const branches = [
    chain(graph, x, [[96, 1]]),
    chain(graph, x, [
      [48, 1],
      [64, 5],
    ]),
    chain(graph, x, [
      [64, 1],
      [96, 3],
      [96, 3],
    ]),
    chain(graph, graph.averagePooling2d(x), [[64, 1]]),
  ];
  return graph.concatenate(branches, 'mixed_5b');
}

function mixed6a(graph: Graph, x: SymbolicTensor): SymbolicTensor {
  const branches = [
    chain(graph, x, [[384, 3, shrink]]),
    chain(graph, x, [
      [256, 1],
      [256, 3],
      [384, 3, shrink],
    ]),
    graph.maxPooling2d(x),
  ];
  return graph.concatenate(branches, 'mixed_6a');
}

function mixed7a(graph: Graph, x: SymbolicTensor): SymbolicTensor {
  const branches = [
    chain(graph, x, [
      [256, 1],
      [384, 3, shrink],
    ]),
    chain(graph, x, [
      [256, 1],
      [288, 3, shrink],
    ]),
    chain(graph, x, [
      [256, 1],
      [288, 3],
      [320, 3, shrink],
    ]),
    graph.maxPooling2d(x),
  ];
  return graph.concatenate(branches, 'mixed_7a');
}

function repeated(graph: Graph, inputs: SymbolicTensor, type: keyof typeof residuals): SymbolicTensor {
  const { scale, repeats, branches } = residuals[type];
  let x = inputs;
  for (let index = 1; index <= repeats; index++) {
    x = residualBlock(graph, x, { type, branches, index, scale, last: false });
  }
  return x;
}

interface ResidualArgs {
  type: string;
  branches: readonly (readonly Unit[])[];
  /** Counted from 1. */
  index: number;
  scale: number;
  /** The last block has no activation. */
  last: boolean;
}

function residualBlock(graph: Graph, x: SymbolicTensor, args: ResidualArgs): SymbolicTensor {
  const { branches, scale, last } = args;
  const name = `${args.type}_${args.index}`;
  const mixed = graph.concatenate(
    branches.map((units) => chain(graph, x, units)),
    `${name}_mixed`,
  );
  const filters = x.shape.at(-1) as number;
  const up = graph.conv2d(mixed, { filters, kernelSize: 1, padding: 'same', name: `${name}_conv` });
  const make = (layerName: string) => new CustomScaleLayer({ scale, name: layerName });
  const sum = graph.layer(make, 'custom_scale_layer', [x, up]);
  return last ? sum : graph.relu(sum, `${name}_ac`);
}

function chain(graph: Graph, inputs: SymbolicTensor, units: readonly Unit[]): SymbolicTensor {
  return units.reduce((x, next) => unit(graph, x, next), inputs);
}

/** A convolution without bias, batch normalisation without scale, and a rectifier. */
function unit(
  graph: Graph,
  inputs: SymbolicTensor,
  [filters, kernelSize, options = {}]: Unit,
): SymbolicTensor {
  const { name, ...rest } = options;
  const named = (ending: string) => (name === undefined ? {} : { name: `${name}${ending}` });
  let x = graph.conv2d(inputs, {
    padding: 'same',
    ...rest,
    ...named(''),
    filters,
    kernelSize,
    useBias: false,
  });
  x = graph.batchNormalization(x, { scale: false, ...named('_bn') });
  return graph.relu(x, named('_ac').name);
}
