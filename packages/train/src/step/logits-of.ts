import type { Tensor } from '@tensorflow/tfjs-core';
import { LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { LogitActivation } from '../losses/loss';

type Layer = SymbolicTensor['sourceLayer'];

/** A layer's activation function, as TensorFlow.js's layers keep it. */
interface ActivationHolder {
  activation: { getClassName(): string; apply(x: Tensor): Tensor };
}

/** A `tf.layers.softmax` layer, which keeps the function itself. */
interface SoftmaxHolder {
  softmax(x: Tensor, axis: number): Tensor;
}

/**
 * The values before the model's final `activation`, or undefined where the model does not end in it.
 *
 * Layers apply their activation themselves and keep no logits, so the last layer's is switched off for the call.
 */
export function logitsOf(
  model: LayersModel,
  activation: LogitActivation,
  run: () => Tensor,
): { logits: Tensor; activation: LogitActivation } | undefined {
  const last = lastLayerOf(model);
  const switchedOff = switchOff(last, activation);
  if (switchedOff === undefined) return undefined;
  try {
    return { logits: run(), activation };
  } finally {
    switchedOff.restore();
  }
}

/** The layer that makes the model's output, inside inner models too. */
function lastLayerOf(model: LayersModel): Layer | undefined {
  const layer = model.outputs[0]?.sourceLayer;
  return layer instanceof LayersModel ? lastLayerOf(layer) : layer;
}

function switchOff(
  layer: Layer | undefined,
  activation: LogitActivation,
): { restore: () => void } | undefined {
  if (layer === undefined || layer.inboundNodes.length > 1) return undefined;
  if (layer.getClassName() === 'Softmax' && activation === 'softmax')
    return switchOffSoftmax(layer as unknown as SoftmaxHolder);
  const holder = layer as unknown as Partial<ActivationHolder>;
  const own = holder.activation;
  if (own?.getClassName() !== activation) return undefined;
  holder.activation = { getClassName: () => 'linear', apply: (x) => x };
  return {
    restore: () => {
      holder.activation = own;
    },
  };
}

function switchOffSoftmax(layer: SoftmaxHolder): { restore: () => void } {
  const own = layer.softmax;
  layer.softmax = (x) => x;
  return {
    restore: () => {
      layer.softmax = own;
    },
  };
}
