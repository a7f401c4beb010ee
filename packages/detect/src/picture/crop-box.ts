import type { Box } from '@imgclf/runtime';
import type { RgbImage } from './to-rgb';

/** The part of a picture within a box, cut to the picture and to whole pixels; at least one pixel. */
export function cropBox(image: RgbImage, box: Box): RgbImage {
  const left = clamp(Math.floor(box.xmin), 0, image.width - 1);
  const top = clamp(Math.floor(box.ymin), 0, image.height - 1);
  const width = clamp(Math.ceil(box.xmax), left + 1, image.width) - left;
  const height = clamp(Math.ceil(box.ymax), top + 1, image.height) - top;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * 3;
    data.set(image.data.subarray(from, from + width * 3), y * width * 3);
  }
  return { width, height, channels: 3, data };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
