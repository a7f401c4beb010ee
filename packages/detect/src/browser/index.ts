export { webcamFrames } from '@imgclf/runtime/browser';
export type { BackboneName } from '../dogs/backbones';
export { type LoadBlazeFaceOptions, loadBlazeFace } from './load-blaze-face';
export { type LoadDogDetectorOptions, loadDogDetector } from './load-dog-detector';
export { loadGate } from './load-gate';
export { type LoadHaarCascadeOptions, loadHaarCascade } from './load-haar-cascade';
