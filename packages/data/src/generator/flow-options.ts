import { seedSchema } from '@imgclf/preprocess/internal';
import * as v from 'valibot';
import type { ImageSaver } from './generated-dataset';

const positive = 'an integer of at least 1';

/** The valibot entries of the options that every `flow` shares. */
export const flowEntries = {
  batchSize: v.optional(v.pipe(v.number(positive), v.integer(positive), v.minValue(1, positive)), 32),
  shuffle: v.optional(v.boolean(), true),
  seed: v.optional(seedSchema),
  onImage: v.optional(v.custom<ImageSaver>((value) => typeof value === 'function', 'a function')),
  savePrefix: v.optional(v.string(), ''),
  subset: v.optional(v.picklist(['training', 'validation'])),
};

/** What the options of `flow` are checked with. */
export const flowSchema = v.object({ ...flowEntries, ignoreClassSplit: v.optional(v.boolean(), false) });
