import { seedSchema } from '@imgclf/preprocess/internal';
import * as v from 'valibot';

/** Options of {@link splitFolder}. */
export interface SplitFolderOptions {
  /** The parts and their shares, which add up to 1. @default { train: 0.8, validation: 0.1, test: 0.1 } */
  ratios?: Readonly<Record<string, number>>;
  /** An integer from 0 to 2^32 - 1 that the order of the files is drawn with. @default 0 */
  seed?: number;
  /** Whether every class is split in the same proportion. @default true */
  stratify?: boolean;
  /** How a file gets to its place; `'link'` makes symbolic links. @default 'copy' */
  by?: 'copy' | 'link' | 'move';
  /**
   * A file's class by its path within the folder: `labelFromFileName` for names such as `dog.123.jpg`. Files of the
   * class `''` are left out.
   * @default the name of the top-level subfolder
   */
  classOf?: (path: string) => string;
  /** Endings of the files that count, in lower case. @default every format that can be read in Node */
  extensions?: readonly string[];
  /** Called after each file. */
  onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Stops with an `AbortedError`; what is done stays done, and the next call goes on from there. */
  signal?: AbortSignal;
}

const shares = 'names of folders with shares of at least 0 that add up to 1';
const isFunction = (value: unknown) => typeof value === 'function';

/** What {@link SplitFolderOptions} are checked with. */
export const splitSchema = v.object({
  ratios: v.optional(
    v.pipe(
      v.record(
        v.pipe(v.string(), v.regex(/^[^/\\.][^/\\]*$/, shares)),
        v.pipe(v.number(shares), v.minValue(0, shares)),
        shares,
      ),
      v.check(
        (ratios) => Math.abs(Object.values(ratios).reduce((sum, share) => sum + share, 0) - 1) < 1e-9,
        shares,
      ),
    ),
    { train: 0.8, validation: 0.1, test: 0.1 },
  ),
  seed: v.optional(seedSchema, 0),
  stratify: v.optional(v.boolean(), true),
  by: v.optional(v.picklist(['copy', 'link', 'move']), 'copy'),
  classOf: v.optional(v.custom<(path: string) => string>(isFunction, 'a function')),
  extensions: v.optional(v.array(v.string())),
  onProgress: v.optional(
    v.custom<(progress: { done: number; total: number }) => void>(isFunction, 'a function'),
  ),
  signal: v.optional(v.instance(AbortSignal, 'an AbortSignal')),
});

/** {@link SplitFolderOptions} with defaults filled in. */
export type ParsedSplit = v.InferOutput<typeof splitSchema>;
