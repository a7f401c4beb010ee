import type { Box, ColorMode, PixelImage } from '@imgclf/runtime';
import type { FloatImage } from '../generator/float-image';
import type { PillowInterpolation } from './pillow-filters';
import { type ByteImage, pillowResize } from './pillow-resize';

/** What Keras's `load_img` makes of a decoded picture. */
export interface PillowLoadOptions {
  readonly colorMode: ColorMode;
  readonly width: number;
  readonly height: number;
  readonly interpolation: PillowInterpolation;
  /** Whether to cut the centre to the target's aspect ratio first. */
  readonly keepAspectRatio: boolean;
}

/**
 * Converts and resizes a decoded picture as Keras's `load_img` does with Pillow.
 *
 * @param image RGB, or RGBA for the colour mode `'rgba'`, of bytes
 */
export function loadPillowImage(image: PixelImage, options: PillowLoadOptions): FloatImage {
  const { width, height, interpolation, keepAspectRatio, colorMode } = options;
  const bytes: ByteImage = { ...image, data: Uint8Array.from(image.data) };
  const colored = colorMode === 'grayscale' ? toLuma(bytes) : bytes;
  const fits = colored.width === width && colored.height === height;
  const box = keepAspectRatio ? centerBox(colored, options) : wholeBox(colored);
  const resized = fits ? colored : pillowResize(colored, { width, height, interpolation, box });
  return { ...resized, data: Float32Array.from(resized.data) };
}

/** Pillow's conversion from RGB to `L`. */
function toLuma({ width, height, data }: ByteImage): ByteImage {
  const output = new Uint8Array(width * height);
  for (let i = 0; i < output.length; i++) {
    const [red, green, blue] = [data[3 * i], data[3 * i + 1], data[3 * i + 2]] as [number, number, number];
    output[i] = (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
  }
  return { width, height, channels: 1, data: output };
}

function wholeBox({ width, height }: PixelImage): Box {
  return { xmin: 0, ymin: 0, xmax: width, ymax: height };
}

function centerBox(image: PixelImage, target: { width: number; height: number }): Box {
  const height = Math.min(image.height, Math.floor((image.width * target.height) / target.width));
  const width = Math.min(image.width, Math.floor((image.height * target.width) / target.height));
  const xmin = Math.floor((image.width - width) / 2);
  const ymin = Math.floor((image.height - height) / 2);
  return { xmin, ymin, xmax: xmin + width, ymax: ymin + height };
}
