import * as v from 'valibot';
import type { FloatImage } from './float-image';

/** How pixels outside the picture are made up: see {@link ImageDataGeneratorOptions.fillMode}. */
export type FillMode = 'constant' | 'nearest' | 'reflect' | 'wrap';

/** Options of {@link ImageDataGenerator}: those of Keras's class of this name, in camelCase. */
export interface ImageDataGeneratorOptions {
  /** Whether to subtract the mean of every channel over the data given to `fit`. @default false */
  featurewiseCenter?: boolean;
  /** Whether to subtract each image's mean. @default false */
  samplewiseCenter?: boolean;
  /** Whether to divide by the deviation of every channel over the data given to `fit`. @default false */
  featurewiseStdNormalization?: boolean;
  /** Whether to divide by each image's deviation. @default false */
  samplewiseStdNormalization?: boolean;
  /** Whether to whiten by the data given to `fit`. @default false */
  zcaWhitening?: boolean;
  /** What is added to the singular values when whitening. @default 1e-6 */
  zcaEpsilon?: number;
  /** Turn by at most so many degrees either way. @default 0 */
  rotationRange?: number;
  /**
   * How far to shift, scaled by the width; as in Keras it moves the picture **vertically**. Below 1: a part of the
   * width, drawn uniformly. A whole number n: -n + 1 to n - 1 pixels. Any other number: pixels, drawn uniformly. A
   * list: one of its members, with a random sign.
   * @default 0
   */
  widthShiftRange?: number | readonly number[];
  /** The same, scaled by the height; as in Keras it moves the picture **horizontally**. @default 0 */
  heightShiftRange?: number | readonly number[];
  /** Multiply the values by a factor between these two. @default null */
  brightnessRange?: readonly [low: number, high: number] | null;
  /** Shear by at most so many degrees either way. @default 0 */
  shearRange?: number;
  /** Zoom by a factor from 1 - z to 1 + z, or between these two, each axis by its own. @default 0 */
  zoomRange?: number | readonly [low: number, high: number];
  /** Add at most so much, either way, to all values of an image. @default 0 */
  channelShiftRange?: number;
  /** What is outside the picture: `cval`, the nearest edge pixel, its mirror image or its other side. @default 'nearest' */
  fillMode?: FillMode;
  /** What is outside the picture with `fillMode: 'constant'`. @default 0 */
  cval?: number;
  /** Whether to flip left and right half of the time. @default false */
  horizontalFlip?: boolean;
  /** Whether to flip top and bottom half of the time. @default false */
  verticalFlip?: boolean;
  /** What to multiply every value by, after everything random. @default null */
  rescale?: number | null;
  /** Called with each image after everything random and before everything else. @default null */
  preprocessingFunction?: ((image: FloatImage) => FloatImage) | null;
  /** The part of the data that `subset` keeps for validation; 0 for none. @default 0 */
  validationSplit?: number;
  /** 0 for the nearest pixel, 1 for bilinear interpolation. Keras also has splines of order 2 to 5. @default 1 */
  interpolationOrder?: 0 | 1;
}

const finite = v.pipe(v.number(), v.finite());
const flag = v.optional(v.boolean(), false);
const angle = v.optional(finite, 0);
const pair = (allowed: string) => v.strictTuple([finite, finite], allowed);
const shift = 'a number of at least 0 or a list of numbers';
const fraction = '0, or a number above 0 and below 1';

const schema = v.pipe(
  v.strictObject({
    featurewiseCenter: flag,
    samplewiseCenter: flag,
    featurewiseStdNormalization: flag,
    samplewiseStdNormalization: flag,
    zcaWhitening: flag,
    zcaEpsilon: v.optional(v.pipe(finite, v.minValue(0, 'a number of at least 0')), 1e-6),
    rotationRange: angle,
    widthShiftRange: v.optional(v.union([v.pipe(finite, v.minValue(0, shift)), v.array(finite)], shift), 0),
    heightShiftRange: v.optional(v.union([v.pipe(finite, v.minValue(0, shift)), v.array(finite)], shift), 0),
    brightnessRange: v.optional(v.nullable(pair('null or a pair of numbers')), null),
    shearRange: angle,
    zoomRange: v.optional(
      v.union([finite, pair('a number or a pair of numbers')], 'a number or a pair of numbers'),
      0,
    ),
    channelShiftRange: angle,
    fillMode: v.optional(v.picklist(['constant', 'nearest', 'reflect', 'wrap']), 'nearest'),
    cval: angle,
    horizontalFlip: flag,
    verticalFlip: flag,
    rescale: v.optional(v.nullable(finite), null),
    preprocessingFunction: v.optional(
      v.nullable(
        v.custom<(image: FloatImage) => FloatImage>((value) => typeof value === 'function', 'a function'),
      ),
      null,
    ),
    validationSplit: v.optional(
      v.pipe(v.number(fraction), v.minValue(0, fraction), v.ltValue(1, fraction)),
      0,
    ),
    interpolationOrder: v.optional(v.picklist([0, 1]), 1),
  }),
  v.transform(withConsequences),
);

/** What one option means for others: whitening needs centring and no deviation, a deviation needs its centring. */
function withConsequences<
  Options extends {
    zcaWhitening: boolean;
    featurewiseCenter: boolean;
    featurewiseStdNormalization: boolean;
    samplewiseCenter: boolean;
    samplewiseStdNormalization: boolean;
    zoomRange: number | readonly [number, number];
  },
>(given: Options): Options & { zoomRange: readonly [number, number] } {
  const { zcaWhitening, featurewiseStdNormalization, samplewiseStdNormalization, zoomRange } = given;
  return {
    ...given,
    featurewiseCenter: given.featurewiseCenter || zcaWhitening || featurewiseStdNormalization,
    featurewiseStdNormalization: featurewiseStdNormalization && !zcaWhitening,
    samplewiseCenter: given.samplewiseCenter || samplewiseStdNormalization,
    zoomRange: typeof zoomRange === 'number' ? [1 - zoomRange, 1 + zoomRange] : zoomRange,
  };
}

export { schema as generatorSchema };

/** {@link ImageDataGeneratorOptions} with every default filled in. */
export type ParsedGeneratorOptions = v.InferOutput<typeof schema>;
