import type { ByteImage } from './pillow-resize';

/** Colours times alpha, rounded as Pillow does for its mode `RGBa`. */
export function premultiply(image: ByteImage): ByteImage {
  const data = image.data.slice();
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] as number;
    for (let channel = at; channel < at + 3; channel++)
      data[channel] = timesOver255(data[channel] as number, alpha);
  }
  return { ...image, data };
}

function timesOver255(value: number, alpha: number): number {
  const product = value * alpha + 128;
  return ((product >> 8) + product) >> 8;
}

/** Colours divided by alpha again; where it is 0 or 255 they stay. */
export function unpremultiply(image: ByteImage): ByteImage {
  const data = image.data.slice();
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] as number;
    if (alpha === 0 || alpha === 255) continue;
    for (let channel = at; channel < at + 3; channel++)
      data[channel] = Math.min(255, Math.trunc((255 * (data[channel] as number)) / alpha));
  }
  return { ...image, data };
}
