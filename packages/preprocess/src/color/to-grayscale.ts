import { checkPixelImage, type PixelImage } from '@imgclf/runtime';

/** Red, green and blue as TensorFlow's `rgb_to_grayscale` weighs them (they sum to 0.9999). */
export const grayscaleWeights = [0.2989, 0.587, 0.114] as const;

/**
 * Turns a colour picture grey with the weights of `tf.image.rgb_to_grayscale`: 0.2989 red + 0.5870 green + 0.1140 blue,
 * not rounded. A grey picture keeps its values; alpha is dropped.
 *
 * @param image 1 to 4 channels
 * @returns one channel of floats, in the range of the input
 * @throws {InvalidArgumentError}
 */
export function toGrayscale(image: PixelImage): PixelImage {
  checkPixelImage(image);
  const { width, height, channels, data } = image;
  const gray = new Float32Array(width * height);
  const [red, green, blue] = channels < 3 ? [1, 0, 0] : grayscaleWeights;
  const [toGreen, toBlue] = channels < 3 ? [0, 0] : [1, 2];
  for (let from = 0, to = 0; to < gray.length; from += channels, to++)
    gray[to] =
      (data[from] as number) * red +
      (data[from + toGreen] as number) * green +
      (data[from + toBlue] as number) * blue;
  return { width, height, channels: 1, data: gray };
}
