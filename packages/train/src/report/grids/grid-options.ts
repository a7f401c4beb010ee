import type { PixelImage, Platform } from '@imgclf/runtime';
import { InvalidArgumentError } from '@imgclf/runtime';
import * as v from 'valibot';

/** The options that every grid takes. */
export interface GridOptions {
  /** Encodes the pictures: `nodePlatform` or `browserPlatform` of `@imgclf/runtime`. */
  platform: Pick<Platform, 'encodePng'>;
  /** Pictures in a row, 1 to 100. @default 5 */
  columns?: number;
  /** The side of the square that each picture fits into, 16 to 1024 pixels. @default 144 */
  size?: number;
  /** The heading; an empty one takes no room. */
  title?: string;
  /**
   * The values to show as black and white where pixels are a `Float32Array`; by default each picture's own smallest
   * and largest value.
   */
  range?: readonly [black: number, white: number];
}

/** The rule of an integer from `min` to `max`. */
export function integer(min: number, max: number) {
  const rule = `an integer from ${min} to ${max}`;
  return v.pipe(v.number(rule), v.integer(rule), v.minValue(min, rule), v.maxValue(max, rule));
}

/** The rules of {@link GridOptions}, to spread into a grid's own. */
export const gridOptionsEntries = {
  platform: v.custom<Pick<Platform, 'encodePng'>>(
    (value) => typeof (value as Partial<Platform> | undefined)?.encodePng === 'function',
    'a Platform, such as nodePlatform',
  ),
  columns: v.optional(integer(1, 100), 5),
  size: v.optional(integer(16, 1024), 144),
  title: v.optional(v.string('a string')),
  range: v.optional(v.tuple([v.number(), v.number()], 'two numbers')),
};

/** @throws {InvalidArgumentError} when there is no picture to draw */
export function requirePictures(images: readonly { image: PixelImage }[], argument: string): void {
  if (images.length > 0) return;
  throw new InvalidArgumentError({ argument, allowed: 'at least one picture', received: images });
}
