export type { ArrayData, NumericArray } from './arrays/array-data';
export { datasetFromArrays } from './arrays/dataset-from-arrays';
export type { RowsOptions } from './arrays/dataset-from-rows';
export { datasetFromTensors } from './arrays/dataset-from-tensors';
export {
  type BatchOptions,
  CachedDataset,
  Dataset,
  type MapOptions,
  type ShuffleOptions,
} from './dataset/dataset';
export type { Batch, Example } from './dataset/example';
export type { FileFlowOptions } from './generator/file-flow';
export type { FloatImage } from './generator/float-image';
export {
  type FlowOptions,
  type GeneratedBatch,
  GeneratedDataset,
  type ImageSaver,
} from './generator/generated-dataset';
export type { FillMode, ImageDataGeneratorOptions } from './generator/generator-options';
export type { GeneratorStatistics } from './generator/generator-statistics';
export {
  type ArrayFlowOptions,
  type FlowData,
  type GeneratorFitOptions,
  ImageDataGenerator,
} from './generator/image-data-generator';
export type { TransformParameters } from './generator/transform-parameters';
export type { ZcaMatrix } from './generator/zca-whitening';
export { readIdx } from './idx/read-idx';
export { ImageDataset, type ImageLoading } from './images/image-dataset';
export { imageDatasetFromArrays } from './images/image-dataset-from-arrays';
export type { ImageListOptions } from './images/image-list-options';
export type { ImageLoadingOptions, LabelMode } from './images/image-options';
export { type ItemLabels, labelFromFileName, labelFromFolder } from './images/label-items';
export type { UnreadableImage } from './images/unreadable-images';
export type {
  ClassBalance,
  DuplicateGroup,
  HistogramBin,
  ImageInspection,
  InspectedFile,
  Spread,
} from './inspect/image-inspection';
export { inspectionText } from './inspect/inspection-text';
export { type ManifestEntry, type ManifestFormat, parseManifest } from './manifest/parse-manifest';
