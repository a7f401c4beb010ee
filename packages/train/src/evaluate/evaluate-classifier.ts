import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { requireSingleInputAndOutput } from '../batches/check-batch';
import { EpochReader } from '../batches/epoch-reader';
import { inferenceData } from '../batches/inference-data';
import { BatchMeter } from '../logs/batch-meter';
import { type ClassificationReport, classificationReport } from '../metrics/classification-report';
import type { Metric, MetricBatch } from '../metrics/metric';
import { argmax, classCount, labelIds, rowCount } from '../metrics/metric-rows';
import type { EvaluateOptions } from './evaluate';
import { evaluateEpoch } from './evaluate-epoch';

/** Options of {@link evaluateClassifier}. Give either `data` or `x` and `y`. */
export interface EvaluateClassifierOptions
  extends Pick<EvaluateOptions, 'data' | 'x' | 'y' | 'batchSize' | 'steps' | 'signal'> {
  /** The name of each class, by id. @default '0', '1', … */
  classNames?: readonly string[];
}

/** What the model made of one example. */
export interface ExamplePrediction {
  /** The example's place in the data, from 0. */
  index: number;
  /** The true class id. */
  label: number;
  /** The most probable class id. */
  predicted: number;
  /** The probability of `predicted`, 0 to 1. */
  score: number;
  /** The probability of each class, by id. */
  scores: number[];
}

/** A classification report with what it rests on. Plain JSON. */
export interface ClassifierEvaluation extends ClassificationReport {
  classNames: string[];
  /** One for each example, in the data's order. */
  predictions: ExamplePrediction[];
}

const options = v.looseObject({
  classNames: v.optional(v.pipe(v.array(v.string()), v.minLength(2, 'at least two names'))),
  batchSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1, 'an integer of at least 1'))),
  steps: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1, 'an integer of at least 1'))),
  signal: v.optional(v.instance(AbortSignal)),
});

/**
 * Runs a classifier over labelled examples and judges it class by class. The model gives one probability per class, or
 * a single one for the second of two classes; labels are class ids or one-hot rows.
 *
 * @throws {InvalidArgumentError} for a bad option, data that does not fit the model, or a label that is no class
 * @throws {DatasetEmptyError} when there is no batch
 * @throws {AbortedError} when `signal` fires
 *
 * @example
 * const { accuracy, baseline, perClass } = await evaluateClassifier(model, { data: test, classNames });
 * console.log(`${accuracy} against ${baseline.accuracy} for always guessing ${baseline.label}`);
 */
export async function evaluateClassifier(
  model: LayersModel,
  given: EvaluateClassifierOptions,
): Promise<ClassifierEvaluation> {
  const { steps, signal } = parseOptions(options, given);
  requireSingleInputAndOutput(model);
  const classNames = namesFor(model, given.classNames);
  const predictions: ExamplePrediction[] = [];
  const reader = new EpochReader(await inferenceData(given), { argument: 'data', steps, signal });
  await evaluateEpoch({ model, reader, meter: new BatchMeter([collector(predictions)]) });
  const labels = predictions.map((prediction) => prediction.label);
  const ids = predictions.map((prediction) => prediction.predicted);
  return { ...classificationReport(labels, ids, classNames), classNames, predictions };
}

function namesFor(model: LayersModel, names: readonly string[] | undefined): string[] {
  const width = model.outputs[0]?.shape.at(-1) as number;
  const classes = width === 1 ? 2 : width;
  if (names === undefined) return Array.from({ length: classes }, (_, id) => String(id));
  if (names.length === classes) return [...names];
  throw new InvalidArgumentError({
    argument: 'classNames',
    allowed: `${classes} names, one for each class of the model`,
    received: names,
  });
}

/** Keeps every prediction instead of measuring something. */
function collector(predictions: ExamplePrediction[]): Metric {
  return {
    name: 'predictions',
    result: () => 0,
    reset: () => undefined,
    update(batch) {
      const labels = labelIds(batch);
      for (let row = 0; row < rowCount(batch); row++) {
        const scores = scoresAt(batch, row);
        const predicted = argmax(scores, 0, scores.length);
        predictions.push({
          index: predictions.length,
          label: labels[row] as number,
          predicted,
          score: scores[predicted] as number,
          scores,
        });
      }
    },
  };
}

function scoresAt(batch: MetricBatch, row: number): number[] {
  const classes = classCount(batch);
  if (classes > 1)
    return Array.from({ length: classes }, (_, id) => batch.predictions[row * classes + id] as number);
  const second = batch.predictions[row] as number;
  return [1 - second, second];
}
