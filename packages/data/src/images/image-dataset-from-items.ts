import { parseOptions } from '@imgclf/runtime';
import { checkImageOptions, createImageDatasets, type ImageDatasets } from './create-image-datasets';
import type { ImageListOptions } from './image-list-options';
import { imageListSchema } from './image-list-options';
import type { ImageLoader, ManyImagesLoader } from './image-loader';
import { labelItems } from './label-items';

/** A list of images in whatever form, with how to name and load each of them. */
export interface ImageItems<Item> {
  readonly items: readonly Item[];
  readonly nameOf: (item: Item) => string;
  readonly load: ImageLoader<Item>;
  readonly loadMany?: ManyImagesLoader<Item>;
}

/** Makes datasets of a list of images: what every loader but the one for folders comes down to. */
export function imageDatasetFromItems<Item>(list: ImageItems<Item>, given: ImageListOptions): ImageDatasets {
  const options = parseOptions(imageListSchema, given);
  checkImageOptions(options);
  const { labels, classNames } = options;
  const index = labelItems({ items: list.items, nameOf: list.nameOf, labels, classNames });
  return createImageDatasets({ ...list, index, options, where: ' in an empty list.' });
}
