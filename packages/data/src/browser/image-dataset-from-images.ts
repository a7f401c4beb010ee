import { ImageUnreadableError, type PixelImage } from '@imgclf/runtime';
import { browserPlatform } from '@imgclf/runtime/browser';
import type { ImageDataset } from '../images/image-dataset';
import { imageDatasetFromItems } from '../images/image-dataset-from-items';
import type { ImageListOptions } from '../images/image-list-options';
import { encodedImageLoader } from '../images/image-loader';

/** What a page can have of a picture that is decoded already, or pixels: a frame of `webcamFrames`. */
export type PageImage =
  | ImageBitmap
  | ImageData
  | HTMLCanvasElement
  | HTMLImageElement
  | HTMLVideoElement
  | OffscreenCanvas
  | PixelImage;

interface NamedImage {
  readonly name: string;
  readonly image: PageImage;
}

/**
 * Makes a dataset of bitmaps, canvases, images, videos and webcam frames of a page. Their pixels are read when they are
 * needed: they must stay open and unchanged until the last pass. Transparent pixels lose precision, except in `ImageData`
 * and frames, as a canvas keeps colours multiplied by alpha.
 *
 * @param images in any order; they go by the names `image 0`, `image 1` ... in `filePaths`
 * @param options see {@link ImageListOptions}; `subset: 'both'` gives a pair
 * @throws {InvalidArgumentError} when an option is out of range or the labels do not fit the images
 * @throws {DatasetEmptyError} when the list, or a part of the split, is empty
 */
export async function imageDatasetFromImages(
  images: readonly PageImage[],
  options: ImageListOptions & { subset: 'both' },
): Promise<[training: ImageDataset, validation: ImageDataset]>;
export async function imageDatasetFromImages(
  images: readonly PageImage[],
  options?: ImageListOptions & { subset?: 'training' | 'validation' },
): Promise<ImageDataset>;
export async function imageDatasetFromImages(
  images: readonly PageImage[],
  options: ImageListOptions = {},
): Promise<ImageDataset | [ImageDataset, ImageDataset]> {
  const items = images.map((image, i): NamedImage => ({ name: `image ${i}`, image }));
  const nameOf = ({ name }: NamedImage) => name;
  // By way of PNG, so that channels are converted in one place and in one way.
  const read = (item: NamedImage) => browserPlatform.encodePng(pixelsOf(item));
  return imageDatasetFromItems(
    { items, nameOf, load: encodedImageLoader(browserPlatform, { read, nameOf }) },
    options,
  );
}

function pixelsOf({ image, name }: NamedImage): PixelImage {
  if ('channels' in image) return image;
  const { width, height, data } = image instanceof ImageData ? image : draw(image, name);
  return { width, height, channels: 4, data };
}

function draw(image: Exclude<PageImage, ImageData | PixelImage>, name: string): ImageData {
  const [width, height] = sizeOf(image);
  try {
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (context === null) throw new RangeError('This browser has no 2D canvas of that size.');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, width, height);
  } catch (cause) {
    const message = `The pixels of ${name} cannot be read; it may be closed, empty or of another site.`;
    throw new ImageUnreadableError({ file: name, message, cause });
  }
}

function sizeOf(image: Exclude<PageImage, ImageData | PixelImage>): [width: number, height: number] {
  if (image instanceof HTMLImageElement) return [image.naturalWidth, image.naturalHeight];
  return image instanceof HTMLVideoElement
    ? [image.videoWidth, image.videoHeight]
    : [image.width, image.height];
}
