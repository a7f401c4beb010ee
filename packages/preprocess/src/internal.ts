// Internal to imgclf: what the packages above use besides the public entries. It changes without notice.
export { sampleImages } from './sampling/sample-images';
export { randomSeed, seedSchema } from './seed';
