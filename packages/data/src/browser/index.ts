export { webcamFrames } from '@imgclf/runtime/browser';
export { imageDatasetFromFiles } from './image-dataset-from-files';
export { imageDatasetFromImages, type PageImage } from './image-dataset-from-images';
export { imageDatasetFromUrls } from './image-dataset-from-urls';
export {
  type ImageFile,
  type ImageFilesOptions,
  imageFilesFromDrop,
  imageFilesFromInput,
} from './image-files';
