export { cacheOnDisk, type DiskCacheOptions } from './disk-cache/cache-on-disk';
export {
  type ImageDirectoryOptions,
  imageDatasetFromDirectory,
  imageExtensions,
} from './image-dataset-from-directory';
export { imageDatasetFromFiles } from './image-dataset-from-files';
export { type ImageManifestOptions, imageDatasetFromManifest } from './image-dataset-from-manifest';
export { imageDatasetFromUrls } from './image-dataset-from-urls';
export { type LabelledArrays, mnistFrom } from './mnist';
