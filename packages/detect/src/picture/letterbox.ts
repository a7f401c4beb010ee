import { resizeImage } from '@imgclf/preprocess';
import type { RgbImage } from './to-rgb';

/** A picture shrunk or grown into a square, and the way back from the square to the picture. */
export interface Letterbox {
  /** `side * side * 3` values from -1 to 1, black around the picture. */
  readonly data: Float32Array;
  /** A horizontal position in the square as one in the picture. */
  toX(x: number): number;
  /** A vertical position in the square as one in the picture. */
  toY(y: number): number;
}

/** Fits a picture into the middle of a black square of `side` pixels without distorting it (bilinear). */
export function letterbox(image: RgbImage, side: number): Letterbox {
  const scale = side / Math.max(image.width, image.height);
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const left = Math.floor((side - width) / 2);
  const top = Math.floor((side - height) / 2);
  const small = resizeImage(image, { width, height }).data;
  const data = new Float32Array(side * side * 3).fill(-1);
  for (let y = 0; y < height; y++) {
    const to = ((top + y) * side + left) * 3;
    for (let i = 0; i < width * 3; i++) data[to + i] = (small[y * width * 3 + i] as number) / 127.5 - 1;
  }
  return {
    data,
    toX: (x) => ((x - left) * image.width) / width,
    toY: (y) => ((y - top) * image.height) / height,
  };
}
