import { resizeImage } from '@imgclf/preprocess';
import { type PixelImage, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';

/** Options of {@link heatmapOverlay}. */
export interface HeatmapOverlayOptions {
  /** How much of the picture the hottest places cover, 0 to 1. @default 0.65 */
  opacity?: number;
}

const rule = 'a number from 0 to 1';
const schema = v.object({
  opacity: v.optional(v.pipe(v.number(rule), v.minValue(0, rule), v.maxValue(1, rule)), 0.65),
});

/** Matplotlib's inferno at even steps from 0 to 1: its lightness grows all the way, so it reads without colours too. */
const inferno = [
  [0, 0, 4],
  [40, 11, 84],
  [101, 21, 110],
  [159, 42, 99],
  [212, 72, 66],
  [245, 125, 21],
  [250, 193, 39],
  [252, 255, 164],
] as const;

/**
 * Lays a heat map over the picture that it belongs to: cold places leave the picture as it is, hot ones glow.
 *
 * @param image 8-bit picture of any size
 * @param heatmap one channel of 0 to 1, such as `gradCam` gives; stretched to the picture
 * @returns an RGB picture of the size of `image`
 */
export function heatmapOverlay(
  image: PixelImage,
  heatmap: PixelImage,
  options: HeatmapOverlayOptions = {},
): PixelImage {
  const { opacity } = parseOptions(schema, options);
  const { width, height, channels } = image;
  const heat = resizeImage(heatmap, { width, height, interpolation: 'bilinear' }).data;
  const data = new Uint8ClampedArray(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const value = Math.min(1, Math.max(0, heat[i] as number));
    for (let c = 0; c < 3; c++) {
      const under = image.data[i * channels + (channels < 3 ? 0 : c)] as number;
      data[i * 3 + c] = under + (glow(value, c) - under) * opacity * value;
    }
  }
  return { width, height, channels: 3, data };
}

function glow(value: number, channel: number): number {
  const at = value * (inferno.length - 1);
  const low = inferno[Math.floor(at)]?.[channel] ?? 0;
  const high = inferno[Math.ceil(at)]?.[channel] ?? 0;
  return low + (high - low) * (at % 1);
}
