import { layers } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import type { LearningRateSchedule } from '../schedules/learning-rate-schedule';

/** Layers that learn at a rate of their own. */
export interface RateFactor {
  /** A layer, a model within the model, or several of them. */
  layers: layers.Layer | readonly layers.Layer[];
  /** What the rate is multiplied by, at least 0. */
  factor: number;
}

/** Options that every optimiser takes. */
export interface OptimizerOptions {
  /** The rate, at least 0, or a schedule. The default is the optimiser's. */
  learningRate?: number | LearningRateSchedule;
  /** Shrinks weights by `rate * weightDecay` before each step. Absent: none. */
  weightDecay?: number;
  /**
   * Layers whose rate is another than that of the rest, such as those of a pretrained base that is fine-tuned. A layer
   * that is listed twice goes by the last. Beyond Keras, which has one rate for all. @default none
   */
  rateFactors?: readonly RateFactor[];
  /** Scales each variable's gradient down to this norm. At most one of the three ways to clip. */
  clipnorm?: number;
  /** Clips each entry of the gradients to `[-clipvalue, clipvalue]`. */
  clipvalue?: number;
  /** Scales all gradients together down to this norm. */
  globalClipnorm?: number;
  /**
   * Steps, at least 2, whose gradients are averaged into one update, for batches larger than memory allows. Schedules go
   * on with every step, as in Keras. Absent: every step is an update.
   */
  gradientAccumulationSteps?: number;
}

const positive = v.optional(v.pipe(v.number(), v.gtValue(0, 'a number above 0')));

const schedule = v.custom<LearningRateSchedule>(
  (value) => typeof (value as Partial<LearningRateSchedule> | null)?.at === 'function',
  'a number of at least 0 or a schedule',
);

const layer = v.custom<layers.Layer>((value) => value instanceof layers.Layer, 'a layer');
const rateFactor = v.strictObject({
  layers: v.union([layer, v.array(layer)], 'a layer, or a list of layers'),
  factor: v.pipe(v.number(), v.minValue(0, 'a number of at least 0'), v.finite('a finite number')),
});

const fields = v.looseObject({
  learningRate: v.union(
    [v.pipe(v.number(), v.minValue(0)), schedule],
    'a number of at least 0 or a schedule',
  ),
  weightDecay: v.optional(v.pipe(v.number(), v.minValue(0, 'a number of at least 0'))),
  rateFactors: v.optional(v.array(rateFactor)),
  clipnorm: positive,
  clipvalue: positive,
  globalClipnorm: positive,
  gradientAccumulationSteps: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(2, 'an integer of at least 2')),
  ),
});

/** What {@link OptimizerOptions} may hold. */
export const optimizerOptions = v.pipe(
  fields,
  v.check(
    ({ clipnorm, clipvalue, globalClipnorm }) =>
      [clipnorm, clipvalue, globalClipnorm].filter((clip) => clip !== undefined).length <= 1,
    'given at most one of clipnorm, clipvalue and globalClipnorm',
  ),
);
