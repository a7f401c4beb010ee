import * as v from 'valibot';
import type { LearningRateSchedule } from '../schedules/learning-rate-schedule';

/** Options that every optimiser takes. */
export interface OptimizerOptions {
  /** The rate, at least 0, or a schedule. The default is the optimiser's. */
  learningRate?: number | LearningRateSchedule;
  /** Shrinks weights by `rate * weightDecay` before each step. Absent: none. */
  weightDecay?: number;
  /** Scales each variable's gradient down to this norm. At most one of the three ways to clip. */
  clipnorm?: number;
  /** Clips each entry of the gradients to `[-clipvalue, clipvalue]`. */
  clipvalue?: number;
  /** Scales all gradients together down to this norm. */
  globalClipnorm?: number;
}

const positive = v.optional(v.pipe(v.number(), v.gtValue(0, 'a number above 0')));

const schedule = v.custom<LearningRateSchedule>(
  (value) => typeof (value as Partial<LearningRateSchedule> | null)?.at === 'function',
  'a number of at least 0 or a schedule',
);

const fields = v.looseObject({
  learningRate: v.union(
    [v.pipe(v.number(), v.minValue(0)), schedule],
    'a number of at least 0 or a schedule',
  ),
  weightDecay: v.optional(v.pipe(v.number(), v.minValue(0, 'a number of at least 0'))),
  clipnorm: positive,
  clipvalue: positive,
  globalClipnorm: positive,
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
