import type { PixelImage } from './pixel-image';
import type { ColorMode } from './platform';
import type { ImageFormat } from './read-image-header';

/**
 * RGB or RGBA to grey by the integer weights of libpng, with which TensorFlow reads a colour PNG as grey. Of a JPEG it
 * takes the stored brightness, to which rounding comes closest (at most 1 off) where libpng cuts off.
 */
export function toGray({ width, height, channels, data }: PixelImage, format: ImageFormat): PixelImage {
  const half = format === 'jpeg' ? 2 ** 14 : 0;
  const gray = new Uint8Array(width * height);
  for (let from = 0, to = 0; to < gray.length; from += channels, to++) {
    const [red, green, blue] = [data[from], data[from + 1], data[from + 2]] as [number, number, number];
    gray[to] = (red * 9798 + green * 19235 + blue * 3735 + half) >> 15;
  }
  return { width, height, channels: 1, data: gray };
}

/** Drops alpha without compositing: the colour beneath stays as it is. */
export function dropAlpha({ width, height, data }: PixelImage): PixelImage {
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = data[from] as number;
    rgb[to + 1] = data[from + 1] as number;
    rgb[to + 2] = data[from + 2] as number;
  }
  return { width, height, channels: 3, data: rgb };
}

/** CMYK inks to RGBA, as TensorFlow does it: light through ink times light through black. */
export function cmykToRgba({ width, height, data }: PixelImage): PixelImage {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let at = 0; at < rgba.length; at += 4) {
    const light = 255 - (data[at + 3] as number);
    for (let i = 0; i < 3; i++) rgba[at + i] = ((255 - (data[at + i] as number)) * light) / 255;
  }
  return { width, height, channels: 4, data: rgba };
}

/** RGBA to the channels of a colour mode. */
export function fromRgba(
  image: PixelImage,
  { colorMode, format }: { colorMode: ColorMode; format: ImageFormat },
): PixelImage {
  if (colorMode === 'rgba') return image;
  return colorMode === 'rgb' ? dropAlpha(image) : toGray(image, format);
}
