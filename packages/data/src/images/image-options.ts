import { seedSchema } from '@imgclf/preprocess/internal';
import type { ColorMode } from '@imgclf/runtime';
import * as v from 'valibot';

const interpolations = [
  'bilinear',
  'nearest',
  'bicubic',
  'area',
  'lanczos3',
  'lanczos5',
  'gaussian',
  'mitchellcubic',
] as const;

/** How labels come out: see {@link ImageLoadingOptions.labelMode}. */
export type LabelMode = 'int' | 'categorical' | 'binary' | null;

/** Options that every loader of images shares. The names and defaults are Keras's where Keras has the option. */
export interface ImageLoadingOptions {
  /**
   * How labels come out: `'int'` as int32 `[batch]`, `'categorical'` as float32 one-hot `[batch, classes]`, `'binary'`
   * as float32 `[batch, 1]`; `null` for images alone.
   * @default 'int'
   */
  labelMode?: LabelMode;
  /** `'grayscale'` (1 channel), `'rgb'` (3) or `'rgba'` (4). @default 'rgb' */
  colorMode?: ColorMode;
  /** Images in a batch; the last batch may be smaller. `null` gives examples without a batch axis. @default 32 */
  batchSize?: number | null;
  /** Height and width in pixels to resize to; one number means a square. @default [256, 256] */
  imageSize?: number | readonly [height: number, width: number];
  /**
   * Whether to shuffle the list of images, before the split, and each pass again with a buffer of 8 batches (1024
   * images without batches). The validation part of `subset: 'both'` is not shuffled again.
   * @default true
   */
  shuffle?: boolean;
  /** An integer from 0 to 2^32 - 1. The shuffled list equals Keras's for the same seed. @default a random one */
  seed?: number;
  /** The part of the images to keep for validation, above 0 and below 1. Needs `subset`. @default none */
  validationSplit?: number;
  /** Which part to give; `'both'` gives a pair. Needs `validationSplit`. @default all images */
  subset?: 'training' | 'validation' | 'both';
  /** Whether to split each class in the same proportion. Keras cannot. @default false */
  stratify?: boolean;
  /** At most this many images: the first of the list, shuffled if it is, before the split. @default all */
  limit?: number;
  /** How to resize; never with antialiasing, as in TensorFlow. @default 'bilinear' */
  interpolation?: (typeof interpolations)[number];
  /** Whether to cut the centre to the target's aspect ratio before resizing. @default false */
  cropToAspectRatio?: boolean;
  /** Whether to keep the aspect ratio and fill the rest with 0. @default false */
  padToAspectRatio?: boolean;
  /** Whether to turn pictures upright by their EXIF orientation. Keras ignores it. @default false */
  applyExifOrientation?: boolean;
  /** Pictures with more pixels are refused before they are decoded. @default 100_000_000 */
  maxPixels?: number;
  /**
   * What to do with an image that cannot be read: fail, or leave it out and report it in the dataset's `unreadable`.
   * @default 'throw'
   */
  onError?: 'throw' | 'skip';
  /**
   * Images that are read and decoded at once. In Node, files are loaded by as many threads, but no more than there are
   * processors; 1 keeps everything on the calling thread.
   * @default 8
   */
  parallelism?: number;
  /** Whether to say how many images were found. How they were split is said always, as in Keras. @default true */
  verbose?: boolean;
  /** Where messages go. @default console.log */
  onMessage?: (message: string) => void;
  /** Stops the listing and every pass with an `AbortedError`. */
  signal?: AbortSignal;
}

const positive = (allowed = 'an integer of at least 1') =>
  v.pipe(v.number(allowed), v.integer(allowed), v.minValue(1, allowed));
const fraction = 'a number above 0 and below 1';
const size = 'a height and a width of at least 1, or one number for both';

/** The valibot entries of {@link ImageLoadingOptions}, to spread into the schema of a loader's own options. */
export const imageLoadingEntries = {
  labelMode: v.optional(v.nullable(v.picklist(['int', 'categorical', 'binary'])), 'int'),
  colorMode: v.optional(v.picklist(['grayscale', 'rgb', 'rgba']), 'rgb'),
  batchSize: v.optional(v.nullable(positive('an integer of at least 1, or null')), 32),
  imageSize: v.optional(
    v.pipe(
      v.union([positive(size), v.strictTuple([positive(size), positive(size)], size)], size),
      v.transform((given) => (typeof given === 'number' ? ([given, given] as const) : given)),
    ),
    256,
  ),
  shuffle: v.optional(v.boolean(), true),
  seed: v.optional(seedSchema),
  validationSplit: v.optional(v.pipe(v.number(fraction), v.minValue(0, fraction), v.ltValue(1, fraction))),
  subset: v.optional(v.picklist(['training', 'validation', 'both'])),
  stratify: v.optional(v.boolean(), false),
  limit: v.optional(positive()),
  interpolation: v.optional(v.pipe(v.string(), v.toLowerCase(), v.picklist(interpolations)), 'bilinear'),
  cropToAspectRatio: v.optional(v.boolean(), false),
  padToAspectRatio: v.optional(v.boolean(), false),
  applyExifOrientation: v.optional(v.boolean(), false),
  maxPixels: v.optional(positive()),
  onError: v.optional(v.picklist(['throw', 'skip']), 'throw'),
  parallelism: v.optional(positive(), 8),
  verbose: v.optional(v.boolean(), true),
  onMessage: v.optional(
    v.custom<(message: string) => void>((value) => typeof value === 'function', 'a function'),
  ),
  signal: v.optional(v.instance(AbortSignal, 'an AbortSignal')),
};

const schema = v.object(imageLoadingEntries);

/** {@link ImageLoadingOptions} with every default filled in. */
export type ParsedImageOptions = v.InferOutput<typeof schema>;
