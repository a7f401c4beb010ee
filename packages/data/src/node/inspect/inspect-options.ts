import { signalSchema } from '@imgclf/runtime';
import * as v from 'valibot';
import { imageExtensions } from '../image-dataset-from-directory';

/** Options of {@link inspectImages}. */
export interface InspectImagesOptions {
  /**
   * Whether a folder's subfolders are its classes. `null`: no labels, whatever the depth.
   * @default 'inferred'
   */
  labels?: 'inferred' | null;
  /** Whether to go down into subfolders that are symbolic links. @default false */
  followLinks?: boolean;
  /** Endings of the files in folders that count as images, in lower case. @default every format that can be read */
  extensions?: readonly string[];
  /**
   * Whether to decode the pictures. Without it sizes come from the headers, near duplicates are not looked for, and a
   * file whose pixels are damaged counts as readable; it takes a quarter of the time.
   * @default true
   */
  decode?: boolean;
  /**
   * Bits of 64, from 0 to 16, that the fingerprints of near duplicates may differ in. From 5 on different pictures of
   * like composition begin to be taken for copies.
   * @default 3
   */
  maxDistance?: number;
  /** Pictures of each class to name as samples. @default 5 */
  samplesPerClass?: number;
  /** Pictures with more pixels are refused before they are decoded. @default 100_000_000 */
  maxPixels?: number;
  /** What to do with a file that cannot be read: report it and go on, or fail. @default 'skip' */
  onError?: 'throw' | 'skip';
  /** Files that are read and decoded at once. @default 8 */
  parallelism?: number;
  /** Stops the inspection with an `AbortedError`. */
  signal?: AbortSignal;
}

const integer = (min: number, max: number) => {
  const allowed = max === Infinity ? `an integer of at least ${min}` : `an integer from ${min} to ${max}`;
  return v.pipe(v.number(allowed), v.integer(allowed), v.minValue(min, allowed), v.maxValue(max, allowed));
};
const extension = "an ending that starts with a dot, such as '.png'";

export const inspectOptionsSchema = v.strictObject({
  labels: v.optional(v.nullable(v.literal('inferred')), 'inferred'),
  followLinks: v.optional(v.boolean(), false),
  extensions: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.startsWith('.', extension), v.toLowerCase())),
      v.minLength(1, extension),
    ),
    [...imageExtensions],
  ),
  decode: v.optional(v.boolean(), true),
  maxDistance: v.optional(integer(0, 16), 3),
  samplesPerClass: v.optional(integer(0, Infinity), 5),
  maxPixels: v.optional(integer(1, Infinity), 100_000_000),
  onError: v.optional(v.picklist(['throw', 'skip']), 'skip'),
  parallelism: v.optional(integer(1, Infinity), 8),
  signal: v.optional(signalSchema),
});

/** {@link InspectImagesOptions} with every default filled in. */
export type ParsedInspectOptions = v.InferOutput<typeof inspectOptionsSchema>;
