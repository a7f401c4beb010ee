import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { isModel } from './keras-layers';

/**
 * The weights of a layer in the order of Keras's legacy files: those that learn, then the others; for a model within the
 * model so over all its layers, and layer by layer where it is frozen.
 */
export function legacyOrder(layer: layers.Layer): LayerVariable[] {
  return [...learning(layer), ...resting(layer, false)];
}

function learning(layer: layers.Layer): LayerVariable[] {
  if (!layer.trainable) return [];
  return isModel(layer) ? layer.layers.flatMap(learning) : layer.trainableWeights;
}

function resting(layer: layers.Layer, frozenAround: boolean): LayerVariable[] {
  const frozen = frozenAround || !layer.trainable;
  if (isModel(layer)) return layer.layers.flatMap((inner) => resting(inner, frozen));
  const learnt = frozen ? [] : layer.trainableWeights;
  return layer.weights.filter((weight) => !learnt.includes(weight));
}
