import type { Tensor } from '@tensorflow/tfjs-core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

/** A layer, as the tensors of a model name it. */
export type Layer = SymbolicTensor['sourceLayer'];

/**
 * Runs a model with `change` between a layer and what follows it.
 *
 * TensorFlow.js cannot start a model in its middle, so the layer's own `call` is stood in for while `run` lasts.
 */
export function withLayerOutput<Result>(
  layer: Layer,
  change: (output: Tensor) => Tensor,
  run: () => Result,
): Result {
  const own = Object.getOwnPropertyDescriptor(layer, 'call');
  const call = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => {
    const output = call(inputs, kwargs);
    return change(Array.isArray(output) ? (output[0] as Tensor) : output);
  };
  try {
    return run();
  } finally {
    if (own === undefined) delete (layer as Partial<Layer>).call;
    else Object.defineProperty(layer, 'call', own);
  }
}
