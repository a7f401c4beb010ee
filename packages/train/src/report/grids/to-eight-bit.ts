import type { PixelImage } from '@imgclf/runtime';

/**
 * A picture as PNG takes it: 8-bit values in 1, 3 or 4 channels. `Float32Array` values are stretched from `range`, by
 * default the picture's own smallest and largest value, so that standardised and scaled pictures show.
 */
export function toEightBit(image: PixelImage, range?: readonly [black: number, white: number]): PixelImage {
  const { width, height } = image;
  const data =
    image.data instanceof Float32Array ? stretch(image.data, range ?? rangeOf(image.data)) : image.data;
  if (image.channels !== 2) return { width, height, channels: image.channels, data };
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const grey = data[2 * i] as number;
    rgba.set([grey, grey, grey, data[2 * i + 1] as number], 4 * i);
  }
  return { width, height, channels: 4, data: rgba };
}

function stretch(values: Float32Array, [black, white]: readonly [number, number]): Uint8ClampedArray {
  const scale = white === black ? 0 : 255 / (white - black);
  return Uint8ClampedArray.from(values, (value) => (value - black) * scale);
}

function rangeOf(values: Float32Array): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
