import type { PixelImage } from '@imgclf/runtime';
import { extent, type FloatImage } from './float-image';

/** A picture that can be looked at: values of any range stretched to 0 to 255, as Keras's `array_to_img` does. */
export function toViewable(image: FloatImage): PixelImage {
  const { width, height, channels, data } = image;
  const { min, max } = extent(image);
  const range = Math.fround(max - min);
  const levels = Uint8Array.from(data, (value) => {
    const moved = Math.fround(value - min);
    return range === 0 ? moved : Math.fround(moved / range) * 255;
  });
  return { width, height, channels, data: levels };
}
