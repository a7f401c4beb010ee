import { InvalidArgumentError, type PixelImage, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import { type GridOptions, integer } from './grid-options';
import { type CaptionedImage, imageGrid } from './image-grid';

/** Options of {@link augmentationGrid}. */
export interface AugmentationGridOptions extends Omit<GridOptions, 'columns'> {
  /** Makes another picture of one; it is called `copies` times for each. */
  augment: (image: PixelImage) => PixelImage | Promise<PixelImage>;
  /** Augmented pictures beside each, 1 to 99. @default 4 */
  copies?: number;
}

const schema = v.object({ copies: v.optional(integer(1, 99), 4) });

/**
 * Pictures before and after augmentation, a row for each: the picture as it is, then what becomes of it.
 *
 * @returns an SVG document that holds the pictures as PNG
 * @throws {InvalidArgumentError} when there is no picture, and what `augment` throws
 * @example
 * const generator = new ImageDataGenerator({ rotationRange: 40, zoomRange: 0.2, horizontalFlip: true });
 * await augmentationGrid(images, {
 *   platform: nodePlatform,
 *   augment: (image) => generator.randomTransform({ ...image, data: Float32Array.from(image.data) }),
 *   range: [0, 255],
 * });
 */
export async function augmentationGrid(
  images: readonly PixelImage[],
  { augment, copies: wanted, ...options }: AugmentationGridOptions,
): Promise<string> {
  const { copies } = parseOptions(schema, wanted === undefined ? {} : { copies: wanted });
  if (typeof augment !== 'function')
    throw new InvalidArgumentError({ argument: 'augment', allowed: 'a function', received: augment });
  const cells: CaptionedImage[] = [];
  for (const image of images) {
    cells.push({ image, caption: 'before' });
    // One after another, so that a seeded `augment` gives the same pictures again.
    for (let copy = 0; copy < copies; copy++) cells.push({ image: await augment(image), caption: 'after' });
  }
  return imageGrid(cells, { ...options, columns: copies + 1 });
}
