import { type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { CheckedApplicationOptions } from './application-options';
import type { Graph } from './graph';

/** The names that an architecture gives the layers of its head; without one, Keras's automatic name. */
export interface HeadNames {
  top?: string;
  avg?: string;
  max?: string;
}

/** Puts the top or the pooling that the options ask for on the features `x`, and makes the model. */
export function finishModel(
  graph: Graph,
  tensors: { inputs: SymbolicTensor; x: SymbolicTensor },
  options: CheckedApplicationOptions & { defaultName: string },
  names: HeadNames = {},
): LayersModel {
  const { inputs, x } = tensors;
  const outputs = head(graph, x, options, names);
  return model({ inputs, outputs, name: options.name ?? options.defaultName });
}

function head(
  graph: Graph,
  x: SymbolicTensor,
  options: CheckedApplicationOptions,
  names: HeadNames,
): SymbolicTensor {
  if (options.includeTop) {
    const pooled = graph.globalAveragePooling2d(x, names.top);
    const { classes: units, classifierActivation: activation } = options;
    return graph.dense(pooled, { units, activation, name: 'predictions' });
  }
  if (options.pooling === 'avg') return graph.globalAveragePooling2d(x, names.avg);
  if (options.pooling === 'max') return graph.globalMaxPooling2d(x, names.max);
  return x;
}
