import type { PixelImage } from './pixel-image';

/**
 * Turns a picture upright.
 *
 * @param image 8-bit pixels as they are stored
 * @param orientation the EXIF orientation, 1 to 8
 * @returns `image` itself where it is upright already, else a new picture
 */
export function turnUpright(image: PixelImage, orientation: number): PixelImage {
  if (orientation === 1) return image;
  const { channels, data } = image;
  const isTransposed = orientation >= 5;
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  const [width, height] = isTransposed ? [image.height, image.width] : [image.width, image.height];
  const result = new Uint8Array(data.length);
  let to = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [column, row] = isTransposed ? [y, x] : [x, y];
      const storedColumn = fromRight ? image.width - 1 - column : column;
      const storedRow = fromBottom ? image.height - 1 - row : row;
      const from = (storedRow * image.width + storedColumn) * channels;
      for (let channel = 0; channel < channels; channel++) result[to++] = data[from + channel] as number;
    }
  return { width, height, channels, data: result };
}
