import { sampleImages } from '@imgclf/preprocess/internal';
import { affineMatrix } from './affine-matrix';
import { extent, type FloatImage, withData } from './float-image';
import type { FillMode } from './generator-options';
import type { TransformParameters } from './transform-parameters';

/** How transformations read between and beyond pixels. */
export interface SamplerOptions {
  readonly fillMode: FillMode;
  readonly cval: number;
  readonly interpolationOrder: 0 | 1;
}

/**
 * Applies a drawn transformation: moves and flips pixels, then shifts channels, then brightens.
 *
 * @param memory for as many values as the image has, which the new image may use
 */
export function applyTransform(
  image: FloatImage,
  parameters: TransformParameters,
  options: SamplerOptions,
  memory: Float32Array = new Float32Array(image.data.length),
): FloatImage {
  let result = movePixels(image, parameters, options, memory);
  if (parameters.channelShiftIntensity !== null)
    result = shiftChannels(result, parameters.channelShiftIntensity);
  return parameters.brightness === null ? result : brighten(result, parameters.brightness);
}

const beyond = {
  constant: 'constantPoints',
  nearest: 'edge',
  reflect: 'reflect',
  wrap: 'shortWrap',
} as const;

/** Keras flips after it has shifted channels, which comes to the same and takes another pass over the image. */
function movePixels(
  image: FloatImage,
  parameters: TransformParameters,
  { fillMode, cval, interpolationOrder }: SamplerOptions,
  output: Float32Array,
): FloatImage {
  const { width, height, channels, data } = image;
  const matrix = affineMatrix(parameters, image);
  const mirror = (parameters.flipHorizontal ? 1 : 0) + (parameters.flipVertical ? 2 : 0);
  const job = {
    shape: [1, height, width, channels],
    transforms: Float64Array.from([...(matrix ?? [1, 0, 0, 0, 1, 0]), 0, 0]),
    mirrors: Int32Array.of(mirror),
    beyond: beyond[fillMode],
    interpolation: interpolationOrder === 0 || matrix === undefined ? 'nearest' : 'bilinear',
    fillValue: cval,
    singlePrecision: false,
  } as const;
  sampleImages(data, job, output);
  return withData(image, output);
}

/** Adds the same to all values and keeps them within the image's own range. */
function shiftChannels(image: FloatImage, intensity: number): FloatImage {
  const { min, max } = extent(image);
  return withData(
    image,
    image.data.map((value) => Math.min(Math.max(value + intensity, min), max)),
  );
}

/**
 * Multiplies values by a factor as Pillow does, in whole numbers from 0 to 255. An image with values outside of that
 * range is stretched to it and back. Alpha stays.
 */
function brighten(image: FloatImage, factor: number): FloatImage {
  const { min, max } = extent(image);
  const outside = min < 0 || max > 255;
  const levels = outside ? stretch(image, min, max) : image.data;
  const multiplier = Math.fround(factor);
  const output = levels.map((level, i) => {
    const whole = Math.trunc(level);
    if (image.channels === 4 && i % 4 === 3) return whole;
    return Math.max(0, Math.min(255, Math.trunc(Math.fround(multiplier * whole))));
  });
  if (!outside) return withData(image, output);
  const range = Math.fround(max - min);
  return withData(
    image,
    output.map((level) => Math.fround(Math.fround(level / 255) * range) + min),
  );
}

/** The values moved and scaled to 0 to 255, in float32 at every step. */
function stretch({ data }: FloatImage, min: number, max: number): Float32Array {
  const range = Math.fround(max - min);
  return data.map((value) => {
    const moved = Math.fround(value - min);
    return range === 0 ? moved : Math.fround(moved / range) * 255;
  });
}
