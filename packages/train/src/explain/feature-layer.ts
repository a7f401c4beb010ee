import { InvalidArgumentError } from '@imgclf/runtime';
import { LayersModel } from '@tensorflow/tfjs-layers';
import type { Layer } from './with-layer-output';

/** Layers that only thin out or pass on the feature maps of the layer before. */
const passive = /Pooling|Dropout|InputLayer/;

/**
 * The layer called `name`, or else the last one with feature maps of its own, inside inner models too.
 * @throws {InvalidArgumentError} when there is none, or its output is not `[batch, height, width, channels]`
 */
export function featureLayer(model: LayersModel, name: string | undefined): Layer {
  const layers = innerLayers(model).filter((layer) => hasFeatureMaps(layer));
  const found =
    name === undefined
      ? layers.findLast((layer) => !passive.test(layer.getClassName()))
      : layers.find((layer) => layer.name === name);
  if (found !== undefined) return found;
  throw new InvalidArgumentError({
    argument: 'layerName',
    allowed: `a layer with an output of [batch, height, width, channels]: ${layers.map((layer) => layer.name).join(', ')}`,
    received: name,
  });
}

function innerLayers(model: LayersModel): Layer[] {
  return model.layers.flatMap((layer) => (layer instanceof LayersModel ? innerLayers(layer) : [layer]));
}

function hasFeatureMaps(layer: Layer): boolean {
  const shape = layer.outputShape;
  return shape.length === 4 && !Array.isArray(shape[0]);
}
