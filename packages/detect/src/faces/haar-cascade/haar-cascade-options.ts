import * as v from 'valibot';

/** What counts as a face for a Haar cascade: the arguments of OpenCV's `detectMultiScale`, with its defaults. */
export interface HaarCascadeOptions {
  /** How much larger each search window is than the one before, above 1. @default 1.1 */
  scaleFactor?: number;
  /** How many overlapping hits make a face, at least 0; 0 returns every hit. @default 3 */
  minNeighbors?: number;
  /** The smallest face, in pixels of the picture's width and height; 0 for that of the cascade. @default 0 */
  minSize?: number;
  /** The largest face, likewise; 0 for the whole picture. @default 0 */
  maxSize?: number;
}

const scale = 'a number above 1';
const count = 'an integer of at least 0';
const countSchema = v.pipe(v.number(count), v.safeInteger(count), v.minValue(0, count));

/** Checks {@link HaarCascadeOptions} and fills in the defaults. */
export const haarCascadeSchema = v.strictObject({
  scaleFactor: v.optional(v.pipe(v.number(scale), v.finite(scale), v.gtValue(1, scale)), 1.1),
  minNeighbors: v.optional(countSchema, 3),
  minSize: v.optional(countSchema, 0),
  maxSize: v.optional(countSchema, 0),
});
