import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import { div, reverse, sub, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import * as v from 'valibot';

/** How a family of pretrained networks wants its input; see {@link preprocessInput}. */
export type PreprocessInputMode = 'tf' | 'caffe' | 'torch';

/** The names of the modes, for schemas. */
export const preprocessInputModes = ['tf', 'caffe', 'torch'] as const;

/** What `caffe` takes from blue, green and red. */
export const caffeMeans: readonly number[] = [103.939, 116.779, 123.68];
/** What `torch` takes from red, green and blue between 0 and 1. */
export const torchMeans: readonly number[] = [0.485, 0.456, 0.406];
/** What `torch` divides by after that. */
export const torchDeviations: readonly number[] = [0.229, 0.224, 0.225];

const optionsSchema = v.strictObject({ mode: v.optional(v.picklist(preprocessInputModes), 'caffe') });

/**
 * Scales RGB images of 0 to 255 as pretrained networks expect, as Keras's `preprocess_input`:
 *
 * - `tf`: `x / 127.5 - 1` (MobileNet, MobileNetV2, Inception, Xception, NASNet, ResNetV2)
 * - `caffe`: channels reversed to BGR, then minus 103.939, 116.779, 123.68 (ResNet50, VGG)
 * - `torch`: `x / 255`, minus 0.485, 0.456, 0.406, divided by 0.229, 0.224, 0.225 (DenseNet)
 *
 * @param images a tensor whose last axis is red, green, blue; it stays the caller's and unchanged
 * @param options `mode`, 'caffe' by default as in Keras
 * @returns float32 of the same shape, which the caller disposes
 * @throws {InvalidArgumentError}
 */
export function preprocessInput(images: Tensor, options: { mode?: PreprocessInputMode } = {}): Tensor {
  const { mode } = parseOptions(optionsSchema, options);
  if (images.rank < 3 || images.shape.at(-1) !== 3) {
    const allowed = 'a tensor of rank 3 or more whose last axis holds 3 channels';
    throw new InvalidArgumentError({ argument: 'images', allowed, received: images.shape });
  }
  return tidy(() => modes[mode](images));
}

const modes: Record<PreprocessInputMode, (images: Tensor) => Tensor> = {
  tf: (images) => sub(div(images, 127.5), 1),
  caffe: (images) => sub(reverse(images, -1), tensor1d([...caffeMeans])),
  torch: (images) => {
    const centered = sub(div(images, 255), tensor1d([...torchMeans]));
    return div(centered, tensor1d([...torchDeviations]));
  },
};
