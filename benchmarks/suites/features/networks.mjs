import { inceptionResNetV2, mobileNetV2, resNet50 } from '@imgclf/models/node';
import { weights } from './data.mjs';

/** The pictures' height and width. */
export const size = 160;

const networks = {
  MobileNetV2: { build: mobileNetV2, weights, batch: 32 },
  ResNet50: { build: resNet50, weights: null, batch: 8 },
  InceptionResNetV2: { build: inceptionResNetV2, weights: null, batch: 8 },
};

/** How many pictures a batch of a network has: fewer for those that take long. */
export const batchOf = (name) => networks[name].batch;

/**
 * A network as a base: pictures to pooled features.
 *
 * @param {string} name
 * @param {'avg' | 'max'} pooling
 * @returns {Promise<import('@tensorflow/tfjs-layers').LayersModel>}
 */
export function baseOf(name, pooling = 'avg') {
  const { build, weights } = networks[name];
  return build({ includeTop: false, inputShape: [size, size, 3], pooling, weights });
}
