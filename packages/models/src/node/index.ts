export { type LoadClassifierOptions, loadClassifier } from './load-classifier';
export { saveClassifier } from './save-classifier';
