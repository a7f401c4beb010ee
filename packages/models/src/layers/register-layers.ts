import { registerImageLayers } from '@imgclf/preprocess/layers';
import { serialization } from '@tensorflow/tfjs-core';
import { BatchNormalization } from './batch-normalization';
import { CustomScaleLayer } from './custom-scale-layer';
import { Dropout } from './dropout';

/**
 * Puts the layers of this package and the image layers of `@imgclf/preprocess/layers` (`RandomFlip`, `Resizing` and so
 * on) in the place of TensorFlow.js's own of the same name, for every model that is loaded afterwards in this process. The loaders of this package do it by themselves; call it before
 * `tf.loadLayersModel`. May be called any number of times.
 */
export function registerLayers(): void {
  for (const layer of [BatchNormalization, CustomScaleLayer, Dropout])
    serialization.registerClass(layer as never);
  registerImageLayers();
}
