export {
  type ImageDirectoryOptions,
  imageDatasetFromDirectory,
  imageExtensions,
} from './image-dataset-from-directory';
export { type LabelledArrays, mnistFrom } from './mnist';
