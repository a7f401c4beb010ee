import { freeze } from '@imgclf/models';
import { inceptionResNetV2, mobileNetV2, resNet50 } from '@imgclf/models/node';

const backbones = {
  inceptionResNetV2: { create: inceptionResNetV2, mode: /** @type {const} */ ('tf') },
  mobileNetV2: { create: mobileNetV2, mode: /** @type {const} */ ('tf') },
  resNet50: { create: resNet50, mode: /** @type {const} */ ('caffe') },
};

/**
 * A frozen pretrained network without its top, with a global pooling at its end, the shape
 * of its features, and the preprocessing that it was trained with.
 *
 * @param {string} name the function that makes it
 * @param {{ imageSize: number, pooling: 'avg' | 'max', weights: string }} options
 */
export async function createBackbone(name, { imageSize, pooling, weights }) {
  const backbone = Object.entries(backbones).find(([key]) => key === name)?.[1];
  if (backbone === undefined) {
    console.error(`--backbone must be one of ${Object.keys(backbones).join(', ')}.`);
    return process.exit(2);
  }
  const { create, mode } = backbone;
  const base = await create({ includeTop: false, inputShape: [imageSize, imageSize, 3], pooling, weights });
  freeze(base);
  const featureShape = base.outputs.flatMap(({ shape }) => shape.slice(1).map(Number));
  return { base, featureShape, preprocessing: /** @type {const} */ ({ op: 'preprocessInput', mode }) };
}
