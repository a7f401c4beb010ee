import { InvalidArgumentError } from '@imgclf/runtime';
import { type FloatImage, withData } from './float-image';
import type { ParsedGeneratorOptions } from './generator-options';
import type { GeneratorStatistics } from './generator-statistics';
import { whiten } from './zca-whitening';

const epsilon = 1e-6;

/**
 * What comes after everything random: the user's function, rescaling, and normalising by image and by data set.
 *
 * @param image is changed
 */
export function standardize(
  image: FloatImage,
  options: ParsedGeneratorOptions,
  { mean, std, zcaMatrix }: GeneratorStatistics,
): FloatImage {
  const { preprocessingFunction, rescale } = options;
  const result = preprocessingFunction ? prepare(image, preprocessingFunction) : image;
  const { data, channels } = result;
  if (rescale) for (let i = 0; i < data.length; i++) data[i] = (data[i] as number) * rescale;
  if (options.samplewiseCenter) {
    const center = meanOf(data);
    change(data, (value) => value - center);
  }
  if (options.samplewiseStdNormalization) {
    const divisor = deviationOf(data) + epsilon;
    change(data, (value) => value / divisor);
  }
  if (options.featurewiseCenter && mean) change(data, (value, i) => value - (mean[i % channels] as number));
  if (options.featurewiseStdNormalization && std)
    change(data, (value, i) => value / ((std[i % channels] as number) + epsilon));
  return options.zcaWhitening && zcaMatrix ? withData(result, whiten(data, zcaMatrix)) : result;
}

/** Copies what the user's function gives, as that may be the user's own. */
function prepare(image: FloatImage, preprocess: (image: FloatImage) => FloatImage): FloatImage {
  const { length } = image.data;
  const result = preprocess(image);
  if (result.data.length === length) return withData(result, result.data.slice());
  throw new InvalidArgumentError({
    argument: 'preprocessingFunction',
    allowed: `a function that gives images of the size it gets, ${length} values`,
    received: `${result.data.length} values`,
  });
}

function change(data: Float32Array, replace: (value: number, i: number) => number): void {
  for (let i = 0; i < data.length; i++) data[i] = replace(data[i] as number, i);
}

function meanOf(data: Float32Array): number {
  return data.reduce((sum, value) => sum + value, 0) / data.length;
}

function deviationOf(data: Float32Array): number {
  const mean = meanOf(data);
  return Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length);
}
