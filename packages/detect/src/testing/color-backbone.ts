import { ImageClassifier, imagenetClassNames } from '@imgclf/models';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';

/** ImageNet's classes that {@link colorBackbone} knows. */
export const colorClasses = { red: 1, green: 207, blue: 250 } as const;

const steepness = 20;

/**
 * A tiny classifier of the thousand ImageNet classes that goes by the mean colour: red is a goldfish, green a golden
 * retriever, blue a Siberian husky. Its features are the three means.
 */
export function colorBackbone(): ImageClassifier {
  return new ImageClassifier({
    model: colorNetwork(8),
    classNames: imagenetClassNames,
    preprocessing: [
      { op: 'resize', height: 8, width: 8 },
      { op: 'rescale', scale: 1 / 255 },
    ],
  });
}

/** The network of {@link colorBackbone} for pictures of `side` x `side` pixels. */
export function colorNetwork(side: number): LayersModel {
  return meansNetwork(side, ({ kernel }) => {
    for (const [color, index] of Object.values(colorClasses).entries()) kernel.set(steepness, color, index);
  });
}

/** A network whose answer is one of the thousand classes, whatever the picture. */
export function constantNetwork(side: number, index: number): LayersModel {
  return meansNetwork(side, ({ bias }) => bias.set(steepness, index));
}

type Weights = { kernel: tf.TensorBuffer<tf.Rank>; bias: tf.TensorBuffer<tf.Rank> };

/** A dense layer, filled in by `fill`, on the means of the channels. */
function meansNetwork(side: number, fill: (weights: Weights) => void): LayersModel {
  const model = sequential({
    layers: [
      layers.globalAveragePooling2d({ inputShape: [side, side, 3] }),
      layers.dense({ units: 1000, activation: 'softmax' }),
    ],
  });
  const weights = { kernel: tf.buffer([3, 1000]), bias: tf.buffer([1000]) };
  fill(weights);
  const tensors = [weights.kernel.toTensor(), weights.bias.toTensor()];
  model.layers[1]?.setWeights(tensors);
  tf.dispose(tensors);
  return model;
}
