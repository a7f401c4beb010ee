export type { Application, WeightsFile } from './applications/application';
export type { ApplicationOptions, InputShape } from './applications/application-options';
export { createApplication } from './applications/create-application';
export {
  decodePredictions,
  type ImagenetClassification,
  imagenetClassNames,
  imagenetDogClasses,
} from './applications/imagenet/decode-predictions';
export { inceptionResNetV2Application } from './applications/inception-res-net-v2/application';
export { type MobileNetV2Options, mobileNetV2Application } from './applications/mobile-net-v2/application';
export { resNet50Application } from './applications/res-net50/application';
export {
  type ClassifyOptions,
  ImageClassifier,
  type ImageClassifierOptions,
} from './classifier/image-classifier';
export { type ImageSource, type ReadImageOptions, readImage } from './classifier/image-source';
export { topClasses } from './classifier/top-classes';
export { toTfjs } from './format/to-tfjs';
export { type FuseGraphModelOptions, fuseGraphModel } from './graph-model/fuse-graph-model';
export { type GraphModelFiles, graphWeightsFile } from './graph-model/read-graph-model';
export {
  type ExtractFeaturesOptions,
  extractFeatures,
  type FeatureSource,
  type Features,
} from './inference/extract-features';
export { FusedModel, fuse } from './inference/fused-model';
export type { EngineName, InferenceEngine } from './inference/inference-engine';
export {
  BatchNormalization,
  type BatchNormalizationArgs,
  batchNormalization,
} from './layers/batch-normalization';
export { Dropout, type DropoutArgs, dropout } from './layers/dropout';
export { conv2d, dense, depthwiseConv2d, separableConv2d } from './layers/keras-defaults';
export { registerLayers } from './layers/register-layers';
export { type CnnOptions, cnn } from './networks/cnn';
export { type DenseNetworkOptions, denseNetwork } from './networks/dense-network';
export type { ActivationName, NetworkOptions } from './networks/network-options';
export { type ToOnnxOptions, toOnnx } from './onnx/to-onnx';
export { summary } from './summary/summary';
export { type ClassificationHeadOptions, classificationHead } from './transfer/classification-head';
export { freeze, type UnfreezeOptions, unfreeze } from './transfer/freeze';
export { type JoinModelsOptions, joinModels } from './transfer/join-models';
export { type LoadWeightsOptions, loadWeights } from './weights/load-weights';
export { toKeras, toKerasH5 } from './weights/save-keras';
