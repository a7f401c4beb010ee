import { type PixelImage, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import { shortText } from '../markup/plain-text';
import { drawGrid } from './draw-grid';
import { type GridOptions, gridOptionsEntries, requirePictures } from './grid-options';
import { thumbnail } from './thumbnail';

/** A picture with words below it. */
export interface CaptionedImage {
  image: PixelImage;
  /** One line, cut where it is too long: a class, a file, "before". */
  caption?: string;
}

const schema = v.object(gridOptionsEntries);

/**
 * Pictures in rows with captions: a look at a dataset, or at what augmentation does to it.
 *
 * @returns an SVG document that holds the pictures as PNG
 * @throws {InvalidArgumentError} when there is no picture
 * @example
 * await imageGrid(images.map((image, i) => ({ image, caption: classNames[labels[i]] })), { platform: nodePlatform });
 */
export async function imageGrid(images: readonly CaptionedImage[], options: GridOptions): Promise<string> {
  const { platform, columns, size, title = '', range } = parseOptions(schema, options);
  requirePictures(images, 'images');
  const captioned = images.some(({ caption }) => caption !== undefined);
  const cells = await Promise.all(
    images.map(async ({ image, caption = '' }) => ({
      thumbnail: await thumbnail(image, { platform, size, ...(range === undefined ? {} : { range }) }),
      caption: captioned ? [shortText(caption, Math.floor(size / 6.5))] : [],
    })),
  );
  const description = cells.map(({ caption }) => caption[0] ?? 'picture').join(', ');
  return drawGrid(cells, { columns, size, title, description });
}
