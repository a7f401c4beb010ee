import * as v from 'valibot';

/** What counts as a face for BlazeFace. */
export interface BlazeFaceOptions {
  /**
   * The least probability of a face, 0 to 1. The default is that of TensorFlow's own BlazeFace package
   * (`@tensorflow-models/blazeface`).
   * @default 0.75
   */
  minScore?: number;
  /**
   * Boxes that overlap by more than this (intersection over union, 0 to 1) are one face. The default is that of
   * MediaPipe and of `@tensorflow-models/blazeface`.
   * @default 0.3
   */
  minOverlap?: number;
}

const share = 'a number from 0 to 1';
const shareSchema = v.pipe(v.number(share), v.minValue(0, share), v.maxValue(1, share));

/** Checks {@link BlazeFaceOptions} and fills in the defaults. */
export const blazeFaceSchema = v.strictObject({
  minScore: v.optional(shareSchema, 0.75),
  minOverlap: v.optional(shareSchema, 0.3),
});
