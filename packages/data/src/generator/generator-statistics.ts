import type { FloatImage } from './float-image';
import type { ParsedGeneratorOptions } from './generator-options';
import { type ZcaMatrix, zcaMatrix } from './zca-whitening';

/** What `fit` has learnt of a data set; everything is absent before. */
export interface GeneratorStatistics {
  /** Mean of each channel. */
  readonly mean?: Float32Array;
  /** Deviation of each channel. */
  readonly std?: Float32Array;
  /** The whitening matrix. */
  readonly zcaMatrix?: ZcaMatrix;
}

const epsilon = 1e-6;

/** Computes what the options ask for over images that are rescaled and augmented already; changes the images. */
export async function fitStatistics(
  images: readonly FloatImage[],
  options: ParsedGeneratorOptions,
): Promise<GeneratorStatistics> {
  const { featurewiseCenter, featurewiseStdNormalization, zcaWhitening, zcaEpsilon } = options;
  let statistics: GeneratorStatistics = {};
  if (featurewiseCenter) {
    const mean = channelMeans(images, (value) => value);
    change(images, (value, channel) => value - (mean[channel] as number));
    statistics = { mean };
  }
  if (featurewiseStdNormalization) {
    // The images are centred by now, but only to within the rounding of their mean.
    const center = channelMeans(images, (value) => value);
    const variance = channelMeans(images, (value, channel) => (value - (center[channel] as number)) ** 2);
    const std = variance.map(Math.sqrt);
    change(images, (value, channel) => value / ((std[channel] as number) + epsilon));
    statistics = { ...statistics, std };
  }
  if (!zcaWhitening) return statistics;
  const size = images[0]?.data.length ?? 0;
  const rows = new Float32Array(images.length * size);
  images.forEach(({ data }, row) => {
    rows.set(data, row * size);
  });
  return { ...statistics, zcaMatrix: await zcaMatrix(rows, images.length, zcaEpsilon) };
}

type ByChannel = (value: number, channel: number) => number;

function channelMeans(images: readonly FloatImage[], term: ByChannel): Float32Array {
  const channels = images[0]?.channels ?? 0;
  const sums = new Float64Array(channels);
  let count = 0;
  for (const { data } of images) {
    count += data.length / channels;
    data.forEach((value, i) => {
      const channel = i % channels;
      sums[channel] = (sums[channel] as number) + term(value, channel);
    });
  }
  return Float32Array.from(sums, (sum) => sum / count);
}

function change(images: readonly FloatImage[], replace: ByChannel): void {
  for (const { data, channels } of images) {
    for (let i = 0; i < data.length; i++) data[i] = replace(data[i] as number, i % channels);
  }
}
