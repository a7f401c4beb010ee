import { lowerConvolution } from './lower-convolution';
import { lowerDense } from './lower-dense';
import { lowerBatchNormalization } from './lower-normalization';
import { lowerGlobalPooling, lowerPooling } from './lower-pooling';
import {
  lowerActivation,
  lowerAdd,
  lowerDropout,
  lowerPadding,
  lowerRescaling,
  lowerReshape,
} from './lower-simple';
import type { Lower } from './lowering';

/** How each layer class becomes operations. A class that is not here keeps its model on automatic differentiation. */
export const lowerings: ReadonlyMap<string, Lower> = new Map<string, Lower>([
  ['Dense', lowerDense],
  ['Conv2D', lowerConvolution],
  ['DepthwiseConv2D', lowerConvolution],
  ['BatchNormalization', lowerBatchNormalization],
  ['MaxPooling2D', lowerPooling],
  ['AveragePooling2D', lowerPooling],
  ['GlobalMaxPooling2D', lowerGlobalPooling],
  ['GlobalAveragePooling2D', lowerGlobalPooling],
  ['Activation', lowerActivation],
  ['ReLU', lowerActivation],
  ['Softmax', lowerActivation],
  ['Flatten', lowerReshape],
  ['Reshape', lowerReshape],
  ['Add', lowerAdd],
  ['ZeroPadding2D', lowerPadding],
  ['Rescaling', lowerRescaling],
  ['Dropout', lowerDropout],
]);
