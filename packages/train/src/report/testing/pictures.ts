import type { PixelImage } from '@imgclf/runtime';
import type { PredictedImage } from '../grids/prediction-grid';

/** A picture of `width` x `height` whose values differ from pixel to pixel. */
export function picture(width: number, height: number, channels: PixelImage['channels'] = 3): PixelImage {
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 37) % 256);
  return { width, height, channels, data };
}

/** `count` predicted pictures, every third one wrong. */
export function predictedPictures(
  count: number,
  names: readonly [string, string] = ['cat', 'dog'],
): PredictedImage[] {
  return Array.from({ length: count }, (_, index) => ({
    image: picture(28, 28, 1),
    index,
    truth: names[index % 2] as string,
    predicted: names[(index % 3 === 0 ? index + 1 : index) % 2] as string,
    score: 0.5 + index / 1000,
  }));
}
