export { allocatePixels } from './resize/blend-memory';
export { resizeImage, resizeImageInto } from './resize/resize-image';
export type { ResizeOptions } from './resize/resize-options';
