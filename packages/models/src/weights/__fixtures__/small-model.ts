import { input, type LayersModel, layers, model, type SymbolicTensor, sequential } from '@tensorflow/tfjs-layers';
import { batchNormalization } from '../../layers/batch-normalization';

/** The model that the fixture script makes, without its weights. For tests. */
export function smallModel(): LayersModel {
  return sequential({
    layers: [
      layers.rescaling({ scale: 1 / 255, inputShape: [8, 8, 3], name: 'rescaling' }),
      layers.conv2d({ filters: 3, kernelSize: 1, name: 'conv2d' }),
      base(),
      layers.globalMaxPooling2d({ name: 'global_max_pooling2d' }),
      layers.dropout({ rate: 0.3, seed: 3, name: 'dropout' }),
      layers.dense({ units: 3, activation: 'softmax', name: 'dense' }),
    ],
  });
}

function base(): LayersModel {
  const inputs = input({ shape: [8, 8, 3] });
  const apply = (layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]) => layer.apply(x) as SymbolicTensor;
  const c1 = layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', useBias: false, name: 'c1' });
  let x = apply(c1, inputs);
  x = apply(batchNormalization({ scale: false, name: 'b1' }), x);
  x = apply(layers.reLU({ maxValue: 6, name: 'r1' }), x);
  let y = apply(layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', name: 'd1' }), x);
  y = apply(batchNormalization({ name: 'b2' }), y);
  return model({ inputs, outputs: apply(layers.add({ name: 'a1' }), [x, y]), name: 'base' });
}
