import { affineMatrix } from './affine-matrix';
import { type SamplerOptions, sampleAffine } from './affine-sampler';
import { extent, type FloatImage, withData } from './float-image';
import type { TransformParameters } from './transform-parameters';

/** Applies a drawn transformation: moves pixels, shifts channels, flips, then brightens. */
export function applyTransform(
  image: FloatImage,
  parameters: TransformParameters,
  options: SamplerOptions,
): FloatImage {
  const matrix = affineMatrix(parameters, image);
  let result = matrix === undefined ? image : sampleAffine(image, matrix, options);
  if (parameters.channelShiftIntensity !== null)
    result = shiftChannels(result, parameters.channelShiftIntensity);
  if (parameters.flipHorizontal) result = flipHorizontally(result);
  if (parameters.flipVertical) result = flipVertically(result);
  if (parameters.brightness !== null) result = brighten(result, parameters.brightness);
  return result;
}

/** Adds the same to all values and keeps them within the image's own range. */
function shiftChannels(image: FloatImage, intensity: number): FloatImage {
  const { min, max } = extent(image);
  return withData(
    image,
    image.data.map((value) => Math.min(Math.max(value + intensity, min), max)),
  );
}

function flipHorizontally(image: FloatImage): FloatImage {
  const { width, height, channels, data } = image;
  const output = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + width - 1 - x) * channels;
      output.set(data.subarray(from, from + channels), (y * width + x) * channels);
    }
  }
  return withData(image, output);
}

function flipVertically(image: FloatImage): FloatImage {
  const { width, height, channels, data } = image;
  const stride = width * channels;
  const output = new Float32Array(data.length);
  for (let y = 0; y < height; y++) {
    output.set(data.subarray((height - 1 - y) * stride, (height - y) * stride), y * stride);
  }
  return withData(image, output);
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
