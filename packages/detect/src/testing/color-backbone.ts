import { ImageClassifier, imagenetClassNames } from '@imgclf/models';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

/** ImageNet's classes that {@link colorBackbone} knows. */
export const colorClasses = { red: 1, green: 207, blue: 250 } as const;

/**
 * A tiny classifier of the thousand ImageNet classes that goes by the mean colour: red is a goldfish, green a golden
 * retriever, blue a Siberian husky. Its features are the three means.
 */
export function colorBackbone(): ImageClassifier {
  const model = sequential({
    layers: [
      layers.globalAveragePooling2d({ inputShape: [8, 8, 3] }),
      layers.dense({ units: 1000, activation: 'softmax' }),
    ],
  });
  const kernel = tf.tidy(() => {
    const buffer = tf.buffer([3, 1000]);
    for (const [color, index] of Object.values(colorClasses).entries()) buffer.set(20, color, index);
    return buffer.toTensor();
  });
  const bias = tf.zeros([1000]);
  model.layers[1]?.setWeights([kernel, bias]);
  tf.dispose([kernel, bias]);
  return new ImageClassifier({
    model,
    classNames: imagenetClassNames,
    preprocessing: [
      { op: 'resize', height: 8, width: 8 },
      { op: 'rescale', scale: 1 / 255 },
    ],
  });
}
