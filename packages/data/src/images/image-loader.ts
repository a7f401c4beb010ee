import { resizeImage } from '@imgclf/preprocess';
import { type PixelImage, type Platform, throwIfAborted } from '@imgclf/runtime';
import type { ParsedImageOptions } from './image-options';

/** What an {@link ImageLoader} is to make of every image. */
export type ImagePlan = Pick<
  ParsedImageOptions,
  | 'colorMode'
  | 'imageSize'
  | 'interpolation'
  | 'cropToAspectRatio'
  | 'padToAspectRatio'
  | 'applyExifOrientation'
  | 'maxPixels'
  | 'signal'
>;

/**
 * Reads, decodes and resizes one image to `height * width * channels` values from 0 to 255: whole numbers in a
 * `Uint8Array` with nearest interpolation, else a `Float32Array`.
 */
export type ImageLoader<Item> = (item: Item, plan: ImagePlan) => Promise<PixelImage['data']>;

/** Loads many images at once outside this thread. */
export interface ManyImagesLoader<Item> {
  /** How many calls are worked on at the same time where `parallelism` are asked for; 0 where it can do nothing. */
  countFor(parallelism: number): number;
  /** Loads images as an {@link ImageLoader} does, but `undefined` in place of those that it leaves to that. */
  load(
    items: readonly Item[],
    options: ParsedImageOptions,
  ): Promise<readonly (PixelImage['data'] | undefined)[]>;
  /** Takes back memory that it gave, which nobody uses any more. */
  reuse(buffer: ArrayBuffer): void;
}

/** Loads encoded images: `read` fetches an item's bytes, the platform decodes them. */
export function encodedImageLoader<Item>(
  platform: Platform,
  {
    read,
    nameOf,
  }: { read: (item: Item, plan: ImagePlan) => Promise<Uint8Array>; nameOf: (item: Item) => string },
): ImageLoader<Item> {
  return async (item, plan) => {
    const bytes = await read(item, plan);
    throwIfAborted(plan.signal);
    const { colorMode, applyExifOrientation, maxPixels, signal } = plan;
    const image = await platform.decodeImage(bytes, {
      file: nameOf(item),
      colorMode,
      applyExifOrientation,
      ...(maxPixels !== undefined && { maxPixels }),
      ...(signal !== undefined && { signal }),
    });
    return resizeToPlan(image, plan);
  };
}

/** Brings a decoded image to the size that the plan asks for. */
export function resizeToPlan(image: PixelImage, plan: ImagePlan): PixelImage['data'] {
  const [height, width] = plan.imageSize;
  const { interpolation, cropToAspectRatio, padToAspectRatio } = plan;
  return resizeImage(image, { height, width, interpolation, cropToAspectRatio, padToAspectRatio }).data;
}
