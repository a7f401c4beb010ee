export type { GraphModelFiles } from '@imgclf/models';
export { type BreedClassifier, unknownBreed } from './breeds/breed-classifier';
export { BreedHead } from './breeds/breed-head';
export type { BreedOptions } from './breeds/breed-options';
export { type BreedGuess, calibrateUnknown, type UnknownCalibration } from './breeds/calibrate-unknown';
export { imagenetBreeds } from './breeds/imagenet-breeds';
export { DogDetector, type DogDetectorOptions } from './dogs/dog-detector';
export type { DogRule, DogSighting } from './dogs/dog-sighting';
export { type DrawnPicture, drawAnswer } from './drawing/draw-answer';
export type { BlazeFaceOptions } from './faces/blaze-face/blaze-face-options';
export { createBlazeFace } from './faces/blaze-face/create-blaze-face';
export type { Face, FaceDetector, FaceDetectorName, FaceLandmark, Point } from './faces/face';
export { type CascadeFile, createHaarCascade } from './faces/haar-cascade/create-haar-cascade';
export type { HaarCascadeOptions } from './faces/haar-cascade/haar-cascade-options';
export {
  type BreedAnswer,
  type DogAnswer,
  type HumanAnswer,
  type NeitherAnswer,
  neitherMessage,
} from './gate/breed-answer';
export { createGate } from './gate/create-gate';
export { Gate, type GateParts, type StreamedAnswer } from './gate/gate';
export type { ClassifyBreedOptions, GateKind, GateOptions } from './gate/gate-options';
