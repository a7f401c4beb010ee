import { mul, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { dropoutMask } from './dropout-mask';
import type { Layer } from './graph/layer';
import { layerGraph } from './graph/layer-graph';
import { sizeOf } from './program/value';

/** What fixes the masks of a step. */
export interface Draws {
  seed: number;
  iteration: number;
}

/** A dropout layer as TensorFlow.js keeps it. */
interface DropoutLayer {
  rate: number;
  seed?: number | null;
  noiseShape?: unknown;
  call(inputs: Tensor | Tensor[], kwargs: object): Tensor;
}

/**
 * Runs a model with the dropout masks that a prepared step would draw, so that both take the same steps and both can
 * be resumed. Layers with a noise shape keep their own draws.
 */
export function withSeededDropout<Result>(model: LayersModel, draws: Draws, run: () => Result): Result {
  const layers = dropoutLayers(model);
  for (const [index, layer] of layers.entries()) {
    layer.call = (inputs) => tidy(() => drop(layer, [inputs].flat()[0] as Tensor, { ...draws, index }));
  }
  try {
    return run();
  } finally {
    // The method of the class shows again.
    for (const layer of layers) Reflect.deleteProperty(layer, 'call');
  }
}

function drop({ rate, seed }: DropoutLayer, x: Tensor, draws: Draws & { index: number }): Tensor {
  const own = { ...draws, rate, ...(typeof seed === 'number' ? { seed } : {}) };
  const mask = dropoutMask(new Float32Array(sizeOf(x.shape)), own, draws.iteration);
  return mul(x, tensor(mask, x.shape));
}

/** The dropout layers that drop anything, in the order in which a program numbers them. */
function dropoutLayers(model: LayersModel): DropoutLayer[] {
  const calls = layerGraph(model)?.calls ?? [];
  const layers = calls.map(({ layer }) => layer).filter(isDropout);
  return (layers as unknown as DropoutLayer[]).filter(
    ({ rate, noiseShape }) => rate > 0 && noiseShape == null,
  );
}

function isDropout(layer: Layer): boolean {
  return layer.getClassName() === 'Dropout';
}
