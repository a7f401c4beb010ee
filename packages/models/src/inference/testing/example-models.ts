import * as tf from '@tensorflow/tfjs-core';
import { input, type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { inceptionResNetV2Application } from '../../applications/inception-res-net-v2/application';
import { mobileNetV2Application } from '../../applications/mobile-net-v2/application';
import { resNet50Application } from '../../applications/res-net50/application';
import { batchNormalization } from '../../layers/batch-normalization';
import { cnn } from '../../networks/cnn';
import { denseNetwork } from '../../networks/dense-network';
import { smallModel } from '../../weights/__fixtures__/small-model';

/** Models of every kind that can be prepared for inference. For tests. */
export const exampleModels: [string, () => LayersModel][] = [
  [
    'a dense network',
    () => denseNetwork({ inputShape: [5, 4, 1], hiddenUnits: [7], classes: 3, dropout: 0.2 }),
  ],
  [
    'a network with other activations',
    () =>
      denseNetwork({
        inputShape: [5],
        hiddenUnits: [7],
        classes: 1,
        activation: 'elu',
        outputActivation: 'sigmoid',
      }),
  ],
  [
    'a CNN',
    () =>
      cnn({
        inputShape: [16, 16, 3],
        rescaling: { scale: 1 / 255 },
        filters: [4, [3, 5]],
        denseUnits: [5],
        classes: 2,
        padding: 'same',
      }),
  ],
  ['a model in a model', smallModel],
  ['batch normalisation after a pooling', afterPooling],
  ['MobileNetV2', () => mobileNetV2Application.build({ alpha: 0.35, inputShape: [33, 40, 3], classes: 4 })],
  ['ResNet50', () => resNet50Application.build({ includeTop: false, inputShape: [32, 35, 3] })],
  [
    'InceptionResNetV2',
    () => inceptionResNetV2Application.build({ includeTop: false, inputShape: [75, 80, 3], pooling: 'max' }),
  ],
];

/** Nothing to fold into, and a rectifier whose input is used twice. */
function afterPooling(): LayersModel {
  const inputs = input({ shape: [9, 9, 2] });
  const apply = (layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]) =>
    layer.apply(x) as SymbolicTensor;
  const pooled = apply(
    batchNormalization(),
    apply(layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }), inputs),
  );
  const convolved = apply(
    layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same', dilationRate: 2 }),
    pooled,
  );
  const outputs = apply(layers.add(), [convolved, apply(layers.reLU(), convolved), pooled]);
  return model({ inputs, outputs });
}

/** Statistics and factors that show when they are folded wrongly. */
export function disturb(of: LayersModel): void {
  for (const [i, weight] of of.weights.entries()) {
    if (!/gamma|beta|moving|bias/.test(weight.originalName)) continue;
    const low = /gamma|variance/.test(weight.originalName) ? 0.7 : -0.3;
    const value = tf.randomUniform(weight.shape as number[], low, low + 0.6, 'float32', i + 1);
    weight.write(value);
    value.dispose();
  }
}

/** Two examples for a model. */
export const exampleFor = (of: LayersModel) =>
  tf.randomUniform([2, ...(of.inputs[0]?.shape.slice(1) ?? [])] as number[], -1, 1, 'float32', 5);
