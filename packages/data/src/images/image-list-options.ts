import * as v from 'valibot';
import { type ImageLoadingOptions, imageLoadingEntries } from './image-options';
import type { ItemLabels } from './label-items';

/** Options of the loaders that are given a list of images rather than a folder. */
export interface ImageListOptions extends ImageLoadingOptions {
  /**
   * Where labels come from: a list with a label for each image, a function from an image's path or URL to its class
   * name (such as `labelFromFolder` or `labelFromFileName`), or `null` for none. Whole numbers are class ids as they
   * are.
   * @default null
   */
  labels?: ItemLabels;
  /** The classes in the order of their ids. @default the distinct labels, names by code point, numbers by size */
  classNames?: readonly string[];
}

/** The valibot entries of {@link ImageListOptions}. */
export const imageListEntries = {
  ...imageLoadingEntries,
  labels: v.optional(
    v.nullable(
      v.union(
        [
          v.array(v.union([v.string(), v.number()])),
          v.custom<(name: string) => string>((value) => typeof value === 'function'),
        ],
        'null, a list of names or integers, or a function from a path to a name',
      ),
    ),
    null,
  ),
  classNames: v.optional(v.pipe(v.array(v.string()), v.minLength(1, 'at least one name'))),
};

/** What {@link ImageListOptions} are checked with. */
export const imageListSchema = v.object(imageListEntries);
