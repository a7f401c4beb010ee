export type { Interpolation } from './resize/interpolation';
export { resizeImage } from './resize/resize-image';
export type { ResizeOptions } from './resize/resize-options';
