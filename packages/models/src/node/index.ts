export { inceptionResNetV2, mobileNetV2, resNet50, type WeightsOptions } from './applications';
export { type CreateEngineOptions, createEngine } from './create-engine';
export { type ImagenetWeightsOptions, imagenetWeightsPath } from './imagenet-weights';
export { type LoadClassifierOptions, loadClassifier } from './load-classifier';
export { saveClassifier } from './save-classifier';
