import { resizeImage } from '@imgclf/preprocess';
import type { PixelImage } from '@imgclf/runtime';

/**
 * A 64-bit fingerprint of what a picture looks like: it is averaged to 9 x 8 values, and each bit says whether a value
 * is brighter than its right neighbour. Copies that were resized, compressed again or slightly recoloured differ in a
 * few bits; turned, mirrored or strongly cropped ones in many.
 *
 * @param image one channel
 * @see https://www.hackerfactor.com/blog/index.php?/archives/529-Kind-of-Like-That.html
 */
export function differenceHash(image: PixelImage): bigint {
  const { data } = resizeImage(image, { height: 8, width: 9, interpolation: 'area' });
  let hash = 0n;
  for (let row = 0; row < 8; row++) {
    for (let at = row * 9; at < row * 9 + 8; at++)
      hash = (hash << 1n) | ((data[at] as number) > (data[at + 1] as number) ? 1n : 0n);
  }
  return hash;
}
