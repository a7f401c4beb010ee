export { cacheOnDisk, type DiskCacheOptions } from './disk-cache/cache-on-disk';
export { type ExtractOptions, extractArchive } from './fetch/extract-archive';
export { type GetFileOptions, getFile } from './fetch/get-file';
export { type KaggleDatasetOptions, kaggleDataset } from './fetch/kaggle-dataset';
export type { DirectoryFlowOptions } from './generator/flow-from-directory';
export type { RecordClassMode, RecordFlowOptions } from './generator/flow-from-records';
export { ImageDataGenerator } from './generator/image-data-generator';
export type { ImageRecord } from './generator/records';
export { saveImagesTo } from './generator/save-images-to';
export {
  type ImageDirectoryOptions,
  imageDatasetFromDirectory,
  imageExtensions,
} from './image-dataset-from-directory';
export { imageDatasetFromFiles } from './image-dataset-from-files';
export { type ImageManifestOptions, imageDatasetFromManifest } from './image-dataset-from-manifest';
export { imageDatasetFromUrls } from './image-dataset-from-urls';
export { inspectImages } from './inspect/inspect-images';
export type { InspectImagesOptions } from './inspect/inspect-options';
export type { InspectedImages } from './inspect/list-parts';
export { type LabelledArrays, mnistFrom } from './mnist';
export {
  type ImageTable,
  loadImageTable,
  type ProcessFolderOptions,
  processFolder,
  saveImageTable,
} from './npz/image-table';
export type { NpyValue } from './npz/npy';
export { type LoadNpzOptions, loadNpz, type SaveNpzOptions, saveNpz } from './npz/npz';
export { splitFolder } from './split-folder/split-folder';
export type { SplitManifest } from './split-folder/split-manifest';
export type { SplitFolderOptions } from './split-folder/split-options';
