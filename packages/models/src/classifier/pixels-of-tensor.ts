import { type Channels, InvalidArgumentError, type PixelImage } from '@imgclf/runtime';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * Reads a tensor `[height, width, channels]` as pixels; the tensor stays the caller's.
 * @throws {InvalidArgumentError} when it has another shape
 */
export async function pixelsOfTensor(tensor: Tensor): Promise<PixelImage> {
  const [height = 0, width = 0, channels = 0] = tensor.shape;
  if (tensor.rank !== 3 || channels < 1 || channels > 4 || height < 1 || width < 1) {
    throw new InvalidArgumentError({
      argument: 'image',
      allowed: 'a tensor [height, width, channels] with 1 to 4 channels',
      received: tensor.shape,
    });
  }
  return { width, height, channels: channels as Channels, data: Float32Array.from(await tensor.data()) };
}
