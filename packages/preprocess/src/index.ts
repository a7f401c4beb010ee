export { toGrayscale } from './color/to-grayscale';
export { fromImageJs, type ImageJsLike } from './image-js/from-image-js';
export { type ImageJsClass, toImageJs } from './image-js/to-image-js';
export { factorize } from './labels/factorize';
export { toCategorical } from './labels/to-categorical';
export {
  type FitNormalizerOptions,
  fitNormalizer,
  type NormalizerBatch,
  type NormalizerData,
  type NormalizerItem,
} from './normalize/fit-normalizer';
export { processImage } from './process-image';
export { centerCrop } from './resize/center-crop';
export type { Interpolation } from './resize/interpolation';
export { resizeImage, resizeImageInto } from './resize/resize-image';
export type { ResizeOptions } from './resize/resize-options';
export { resizeTensor } from './resize/resize-tensor';
export { createPreprocessor, type Preprocessor } from './steps/create-preprocessor';
export type { NormalizeStep, PreprocessingStep } from './steps/preprocessing-step';
export { type PreprocessInputMode, preprocessInput } from './tensors/preprocess-input';
