import { inceptionResNetV2, mobileNetV2, resNet50 } from '@imgclf/models/node';
import { InvalidFileError } from '@imgclf/runtime';
import { type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { BackboneName } from './architectures';

const makers = {
  mobilenet_v2: mobileNetV2,
  resnet50: resNet50,
  inception_resnet_v2: inceptionResNetV2,
} as const;

/**
 * A pretrained backbone that ends in its average pooling. Files of weights with and without the top are taken.
 *
 * @param weights the file; absent to download the ImageNet weights
 */
export async function loadBase(
  name: BackboneName,
  { weights = 'imagenet', imageSize }: { weights: string | undefined; imageSize: number },
): Promise<LayersModel> {
  const make = makers[name];
  const inputShape = [imageSize, imageSize, 3] as const;
  try {
    return await make({ weights, inputShape, includeTop: false, pooling: 'avg' });
  } catch (error) {
    if (!InvalidFileError.isInstance(error) || weights === 'imagenet') throw error;
    return withoutTop(await make({ weights, inputShape }).catch(() => Promise.reject(error)));
  }
}

/** The part of a model that goes as far as its pooling. */
function withoutTop(whole: LayersModel): LayersModel {
  const pooling = whole.layers.findLast((layer) => layer.getClassName() === 'GlobalAveragePooling2D');
  const outputs = pooling?.output as SymbolicTensor;
  return model({ inputs: whole.inputs, outputs, name: whole.name });
}
