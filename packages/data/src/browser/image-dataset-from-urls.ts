import { browserPlatform } from '@imgclf/runtime/browser';
import type { ImageDataset } from '../images/image-dataset';
import { imageDatasetFromItems } from '../images/image-dataset-from-items';
import type { ImageListOptions } from '../images/image-list-options';
import { urlImages } from '../images/url-images';

/**
 * Makes a dataset of images behind URLs that the page may fetch. They are fetched anew in every pass: follow it with
 * `cache` to fetch them once.
 *
 * @param urls in any order; not sorted
 * @param options see {@link ImageListOptions}; `subset: 'both'` gives a pair
 * @throws {InvalidArgumentError} when an option is out of range or the labels do not fit the URLs
 * @throws {DatasetEmptyError} when the list, or a part of the split, is empty
 */
export async function imageDatasetFromUrls(
  urls: readonly (string | URL)[],
  options: ImageListOptions & { subset: 'both' },
): Promise<[training: ImageDataset, validation: ImageDataset]>;
export async function imageDatasetFromUrls(
  urls: readonly (string | URL)[],
  options?: ImageListOptions & { subset?: 'training' | 'validation' },
): Promise<ImageDataset>;
export async function imageDatasetFromUrls(
  urls: readonly (string | URL)[],
  options: ImageListOptions = {},
): Promise<ImageDataset | [ImageDataset, ImageDataset]> {
  return imageDatasetFromItems(urlImages(urls, browserPlatform), options);
}
