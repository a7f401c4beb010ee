import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import { type Interpolation, interpolations } from './interpolation';

/** Options of {@link resizeImage} and {@link resizeTensor}. */
export interface ResizeOptions {
  /** Rows of the result, 1 to 16,384. */
  height: number;
  /** Columns of the result, 1 to 16,384. */
  width: number;
  /** @default 'bilinear' */
  interpolation?: Interpolation;
  /**
   * Cut the picture to the result's aspect ratio around its centre first, instead of distorting it.
   * @default false
   */
  cropToAspectRatio?: boolean;
  /**
   * Keep the picture's aspect ratio and fill the rest with zeros. Not together with `cropToAspectRatio`.
   * @default false
   */
  padToAspectRatio?: boolean;
}

const maxSide = 16_384;
const sideText = `an integer from 1 to ${maxSide}`;
const sideSchema = v.pipe(
  v.number(sideText),
  v.integer(sideText),
  v.minValue(1, sideText),
  v.maxValue(maxSide, sideText),
);

/** The fields of {@link ResizeOptions}, for schemas that hold more. */
export const resizeFields = {
  height: sideSchema,
  width: sideSchema,
  interpolation: v.optional(v.picklist(interpolations), 'bilinear'),
  cropToAspectRatio: v.optional(v.boolean(), false),
  padToAspectRatio: v.optional(v.boolean(), false),
};

const resizeSchema = v.strictObject(resizeFields);

/** {@link ResizeOptions} with every default filled in. */
export type CheckedResizeOptions = v.InferOutput<typeof resizeSchema>;

/** Checks the options and fills in their defaults. @throws {InvalidArgumentError} */
export function parseResizeOptions(options: unknown): CheckedResizeOptions {
  const checked = parseOptions(resizeSchema, options);
  checkAspectRatioOptions(checked);
  return checked;
}

/** @throws {InvalidArgumentError} when both ways to keep the aspect ratio are asked for */
export function checkAspectRatioOptions(
  options: Pick<CheckedResizeOptions, 'cropToAspectRatio' | 'padToAspectRatio'>,
  argument = 'padToAspectRatio',
): void {
  if (options.cropToAspectRatio && options.padToAspectRatio)
    throw new InvalidArgumentError({
      argument,
      allowed: 'false when cropToAspectRatio is true',
      received: true,
    });
}
