import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import type { BatchData } from '../batches/batch';
import type { ArrayInput } from '../batches/rows';
import type { Callback } from '../callbacks/callback';
import type { Loss } from '../losses/loss';
import type { Metric } from '../metrics/metric';
import type { Optimizer } from '../optimizers/optimizer';
import type { TrainingEvent } from './training-event';

/** Examples and labels as arrays. */
export interface ExampleData {
  /** The examples, `[n, ...]`. */
  x: ArrayInput;
  /** The labels, `[n]` or `[n, ...]`, as the loss wants them. */
  y: ArrayInput;
  /** A weight for the loss of each example, `[n]`. */
  sampleWeight?: ArrayInput;
}

/** Options of `fit`, with Keras's names and meanings. Give either `data` or `x` and `y`. */
export interface FitOptions {
  /** Batches of `{xs, ys}`: a dataset, an array or generator of them, or a function that starts a pass. */
  data?: BatchData;
  /** The examples, `[n, ...]`: a tensor, which stays the caller's, or nested arrays of numbers. */
  x?: ArrayInput;
  /** The labels of `x`, `[n]` or `[n, ...]`, as the loss wants them. */
  y?: ArrayInput;
  /** A weight for the loss of each example of `x`, `[n]`. Metrics ignore it, as in Keras. */
  sampleWeight?: ArrayInput;
  /** A weight for the loss of each class, by class id; 1 where absent. Not together with `sampleWeight`. */
  classWeight?: Readonly<Record<number, number>>;
  /** What to evaluate on after each epoch. */
  validationData?: BatchData | ExampleData;
  /** The share of `x`, 0 to 1, taken off its end before any shuffling, to evaluate on. @default 0 */
  validationSplit?: number;
  /** Batches to evaluate on. @default all */
  validationSteps?: number;
  /**
   * Examples in a batch of validation, where these are arrays.
   * @default batchSize, or what deals them out in `validationSteps`
   */
  validationBatchSize?: number;
  /** Evaluate after every so many epochs, or after these epochs, counted from 1. @default 1 */
  validationFreq?: number | readonly number[];
  /** An optimiser or its name, such as `sgd`, `adam` or `rmsprop`. @default 'rmsprop' */
  optimizer?: Optimizer | string;
  /** A loss or its name, such as `sparse_categorical_crossentropy` or `categoricalCrossentropy`. */
  loss: Loss | string;
  /** Metrics or their names, such as `accuracy`. @default [] */
  metrics?: readonly (string | Metric)[];
  /** One past the last epoch, at least 1. @default 1 */
  epochs?: number;
  /** The first epoch, from 0. @default 0 */
  initialEpoch?: number;
  /** Steps in an epoch; passes over the data then go on from one epoch to the next. @default one pass */
  stepsPerEpoch?: number;
  /**
   * Examples in a batch, for `x` and `y`; datasets bring batches of their own.
   * @default 32, or what deals the examples out in `stepsPerEpoch`, as in Keras
   */
  batchSize?: number;
  /** Whether to shuffle `x` and `y` before every epoch. @default true */
  shuffle?: boolean;
  /** An integer from 0 to 2^32 - 1 that fixes shuffling and dropout. @default a random one */
  seed?: number;
  /**
   * 0: silent. 1: progress within an epoch. 2: one line per epoch. Lines go to the console; a `ProgressBar` callback
   * takes their place.
   * @default 1
   */
  verbose?: 0 | 1 | 2;
  /** Called in this order, before the history and the progress. @default [] */
  callbacks?: readonly Callback[];
  /** Ends training with an `AbortedError` before the next step. The model keeps what it has learned. */
  signal?: AbortSignal;
  /** Hears of everything that happens. */
  onEvent?: (event: TrainingEvent) => void;
}

const count = v.pipe(
  v.number(),
  v.integer('an integer of at least 1'),
  v.minValue(1, 'an integer of at least 1'),
);
const seedRange = 'an integer from 0 to 2^32 - 1';
const seed = v.pipe(
  v.number(),
  v.integer(seedRange),
  v.minValue(0, seedRange),
  v.maxValue(2 ** 32 - 1, seedRange),
);
const weights = v.pipe(
  v.custom<Readonly<Record<number, number>>>((value) => typeof value === 'object' && value !== null),
  v.check(
    (value) => Object.entries(value).every(([id, weight]) => /^\d+$/.test(id) && weight >= 0),
    'an object from class ids to weights of at least 0',
  ),
);
const func = v.custom<(event: TrainingEvent) => void>((value) => typeof value === 'function', 'a function');

/** What `fit` checks before it does anything; data, optimiser, loss and metrics are checked where they are resolved. */
const fitOptions = v.strictObject({
  data: v.optional(v.unknown()),
  x: v.optional(v.unknown()),
  y: v.optional(v.unknown()),
  sampleWeight: v.optional(v.unknown()),
  classWeight: v.optional(weights),
  validationData: v.optional(v.unknown()),
  validationSplit: v.optional(
    v.pipe(v.number(), v.minValue(0, 'at least 0 and below 1'), v.ltValue(1, 'at least 0 and below 1')),
    0,
  ),
  validationSteps: v.optional(count),
  validationBatchSize: v.optional(count),
  validationFreq: v.optional(
    v.union([count, v.array(count)], 'an integer of at least 1, or a list of them'),
    1,
  ),
  optimizer: v.optional(v.unknown(), 'rmsprop'),
  loss: v.unknown(),
  metrics: v.optional(v.array(v.unknown()), []),
  epochs: v.optional(count, 1),
  initialEpoch: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0, 'an integer of at least 0')), 0),
  stepsPerEpoch: v.optional(count),
  batchSize: v.optional(count),
  shuffle: v.optional(v.boolean()),
  seed: v.optional(seed),
  verbose: v.optional(v.picklist([0, 1, 2]), 1),
  callbacks: v.optional(
    v.array(v.custom<Callback>((value) => typeof value === 'object' && value !== null)),
    [],
  ),
  signal: v.optional(v.instance(AbortSignal)),
  onEvent: v.optional(func),
});

/** {@link FitOptions} with the defaults filled in. */
export interface ParsedFitOptions extends FitOptions {
  validationSplit: number;
  validationFreq: number | readonly number[];
  optimizer: Optimizer | string;
  metrics: readonly (string | Metric)[];
  epochs: number;
  initialEpoch: number;
  seed: number;
  verbose: 0 | 1 | 2;
  callbacks: readonly Callback[];
}

/** @throws {InvalidArgumentError} */
export function parseFitOptions(options: FitOptions): ParsedFitOptions {
  const parsed = parseOptions(fitOptions, options) as Omit<ParsedFitOptions, 'seed'> & { seed?: number };
  if (parsed.classWeight !== undefined && parsed.sampleWeight !== undefined) {
    throw new InvalidArgumentError({
      argument: 'classWeight',
      allowed: 'absent when sampleWeight is given',
      received: parsed.classWeight,
    });
  }
  return { ...parsed, seed: parsed.seed ?? Math.floor(Math.random() * 2 ** 32) };
}
