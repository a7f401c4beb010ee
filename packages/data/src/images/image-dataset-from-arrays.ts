import { InvalidArgumentError, type PixelImage } from '@imgclf/runtime';
import type { ImageDataset } from './image-dataset';
import { imageDatasetFromItems } from './image-dataset-from-items';
import type { ImageListOptions } from './image-list-options';
import { type ImagePlan, resizeToPlan } from './image-loader';

/** A picture with the name that it goes by in `filePaths`. */
interface NamedImage {
  readonly name: string;
  readonly image: PixelImage;
}

/**
 * Makes a dataset of pictures that are decoded already.
 *
 * @param images pictures with as many channels as `colorMode` says, 3 by default; their values are not changed but by
 * resizing
 * @param options see {@link ImageListOptions}; `subset: 'both'` gives a pair
 * @throws {InvalidArgumentError} when an option is out of range or a picture has other channels
 * @throws {DatasetEmptyError} when the list, or a part of the split, is empty
 * @example
 * const dataset = imageDatasetFromArrays(pictures, { labels: ['cat', 'dog', 'cat'], imageSize: 96 });
 */
export function imageDatasetFromArrays(
  images: readonly PixelImage[],
  options: ImageListOptions & { subset: 'both' },
): [training: ImageDataset, validation: ImageDataset];
export function imageDatasetFromArrays(
  images: readonly PixelImage[],
  options?: ImageListOptions & { subset?: 'training' | 'validation' },
): ImageDataset;
export function imageDatasetFromArrays(
  images: readonly PixelImage[],
  options: ImageListOptions = {},
): ImageDataset | [ImageDataset, ImageDataset] {
  const channels = { grayscale: 1, rgb: 3, rgba: 4 }[options.colorMode ?? 'rgb'];
  const odd = images.findIndex((image) => image.channels !== channels);
  if (odd !== -1)
    throw new InvalidArgumentError({
      argument: `images[${odd}]`,
      allowed: `a picture of ${channels} channels`,
      received: images[odd]?.channels,
    });
  const items = images.map((image, i): NamedImage => ({ name: `image ${i}`, image }));
  const load = async ({ image }: NamedImage, plan: ImagePlan) => resizeToPlan(image, plan);
  return imageDatasetFromItems({ items, nameOf: ({ name }) => name, load }, options);
}
