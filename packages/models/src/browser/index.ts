export {
  type BrowserWeightsOptions,
  inceptionResNetV2,
  mobileNetV2,
  resNet50,
} from './applications';
export { type CreateEngineOptions, createEngine } from './create-engine';
export { clearWeights, type FetchWeightsOptions } from './fetch-weights';
export { type LoadClassifierOptions, loadClassifier } from './load-classifier';
export { saveClassifier } from './save-classifier';
