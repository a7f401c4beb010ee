import { parseOptions } from '@imgclf/runtime';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import type { BatchData } from '../batches/batch';
import { requireSingleInputAndOutput } from '../batches/check-batch';
import { EpochReader } from '../batches/epoch-reader';
import { inferenceData } from '../batches/inference-data';
import type { ArrayInput } from '../batches/rows';
import { BatchMeter } from '../logs/batch-meter';
import type { Logs } from '../logs/logs';
import type { Loss } from '../losses/loss';
import type { Metric } from '../metrics/metric';
import { resolveMetrics } from '../metrics/resolve-metrics';
import { createEvaluationStep } from '../step/evaluation-step';
import { evaluateEpoch } from './evaluate-epoch';

/** Options of {@link evaluate}. Give either `data` or `x` and `y`. */
export interface EvaluateOptions {
  /** Batches of `{xs, ys}`, which are disposed here. */
  data?: BatchData;
  /** The examples, `[n, ...]`. */
  x?: ArrayInput;
  /** The labels, `[n]` or `[n, ...]`. */
  y?: ArrayInput;
  /** Examples in a batch, for `x` and `y`. @default 32, or what deals them out in `steps` */
  batchSize?: number;
  /** Batches to evaluate on. @default all */
  steps?: number;
  /** A loss or its name. Without it there are only metrics. */
  loss?: Loss | string;
  /** Metrics or their names. @default [] */
  metrics?: readonly (string | Metric)[];
  signal?: AbortSignal;
}

const count = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1, 'an integer of at least 1')));
const evaluateOptions = v.looseObject({
  batchSize: count,
  steps: count,
  signal: v.optional(v.instance(AbortSignal)),
});

/**
 * Runs a model in inference mode over labelled examples.
 *
 * @returns `loss`, where one was asked for, and every metric under its name, over the whole set
 * @throws {InvalidArgumentError} for a bad option, or data that does not fit the model
 * @throws {DatasetEmptyError} when there is no batch
 * @throws {AbortedError} when `signal` fires
 *
 * @example
 * const { accuracy } = await evaluate(model, { data: test, metrics: ['accuracy'] });
 */
export async function evaluate(model: LayersModel, options: EvaluateOptions): Promise<Logs> {
  parseOptions(evaluateOptions, options);
  requireSingleInputAndOutput(model);
  const { loss, metrics = [], steps, signal } = options;
  const meter = new BatchMeter(resolveMetrics(metrics));
  const step = loss === undefined ? undefined : createEvaluationStep(model, { loss });
  const source = await inferenceData(options);
  try {
    const reader = new EpochReader(source, { argument: 'data', steps, signal });
    return await evaluateEpoch({ model, reader, meter, step });
  } finally {
    step?.dispose();
  }
}
