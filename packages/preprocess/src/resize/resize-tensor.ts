import { InvalidArgumentError } from '@imgclf/runtime';
import {
  cast,
  image,
  matMul,
  pad,
  reshape,
  slice,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Interpolation } from './interpolation';
import { parseResizeOptions, type ResizeOptions } from './resize-options';
import { planResize } from './resize-plan';
import { tapsOf } from './taps';

/**
 * Resizes a batch of images on the current backend to the same numbers as {@link resizeImage}.
 *
 * @param images [batch, height, width, channels], any numeric type; stays the caller's
 * @param options the new size, and how
 * @returns float32 [batch, `options.height`, `options.width`, channels], which the caller disposes
 * @throws {InvalidArgumentError}
 */
export function resizeTensor(images: Tensor, options: ResizeOptions): Tensor4D {
  const checked = parseResizeOptions(options);
  const [batch, height, width, channels] = images.shape;
  if (images.rank !== 4 || !batch || !height || !width || !channels) {
    const allowed = 'a tensor [batch, height, width, channels] with no side of 0';
    throw new InvalidArgumentError({ argument: 'images', allowed, received: images.shape });
  }
  const { from, to } = planResize({ height, width }, checked);
  return tidy(() => {
    const floats = cast(images as Tensor4D, 'float32');
    const part = slice(floats, [0, from.top, from.left, 0], [batch, from.height, from.width, channels]);
    const resized = resample(part, to, checked.interpolation);
    const below = checked.height - to.top - to.height;
    const right = checked.width - to.left - to.width;
    return pad(resized, [
      [0, 0],
      [to.top, below],
      [to.left, right],
      [0, 0],
    ]);
  });
}

function resample(
  images: Tensor4D,
  size: { height: number; width: number },
  interpolation: Interpolation,
): Tensor4D {
  const target: [number, number] = [size.height, size.width];
  if (interpolation === 'bilinear') return image.resizeBilinear(images, target, false, true);
  if (interpolation === 'nearest') return image.resizeNearestNeighbor(images, target, false, true);
  return multiplyByTaps(images, size, interpolation);
}

/** TensorFlow.js has no kernel for the rest: along each axis, a product with the matrix of the taps' weights. */
function multiplyByTaps(
  images: Tensor4D,
  size: { height: number; width: number },
  interpolation: Interpolation,
): Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const rows = tapMatrix(interpolation, height, size.height);
  const tall = matMul(rows, reshape(images, [batch, height, width * channels]));
  const columns = tapMatrix(interpolation, width, size.width);
  const result = matMul(columns, reshape(tall, [batch * size.height, width, channels]));
  return reshape(result, [batch, size.height, size.width, channels]);
}

function tapMatrix(interpolation: Interpolation, inSize: number, outSize: number): Tensor2D {
  const { count, indices, weights } = tapsOf(interpolation, inSize, outSize);
  const matrix = new Float32Array(outSize * inSize);
  for (const [tap, index] of indices.entries()) {
    const at = Math.floor(tap / count) * inSize + index;
    matrix[at] = (matrix[at] as number) + (weights[tap] as number);
  }
  return tensor2d(matrix, [outSize, inSize]);
}
