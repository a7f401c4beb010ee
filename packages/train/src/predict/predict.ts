import { parseOptions } from '@imgclf/runtime';
import { concat, dispose, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { type BatchData, disposeBatch } from '../batches/batch';
import { checkExamples, requireSingleInputAndOutput } from '../batches/check-batch';
import { EpochReader } from '../batches/epoch-reader';
import { inferenceData } from '../batches/inference-data';
import type { ArrayInput } from '../batches/rows';
import { yieldToEventLoop } from '../logs/yield-to-event-loop';
import { inferBatch } from './infer-batch';

/** Options of {@link predict}. Give either `data` or `x`. */
export interface PredictOptions {
  /** Batches of `{xs}`, which are disposed here; labels are not looked at. */
  data?: BatchData;
  /** The examples, `[n, ...]`. */
  x?: ArrayInput;
  /** Examples in a batch, for `x`. @default 32, or what deals them out in `steps` */
  batchSize?: number;
  /** Batches to predict. @default all */
  steps?: number;
  signal?: AbortSignal;
}

const count = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1, 'an integer of at least 1')));
const predictOptions = v.looseObject({
  batchSize: count,
  steps: count,
  signal: v.optional(v.instance(AbortSignal)),
});

/**
 * Runs a model in inference mode over examples.
 *
 * @returns the model's output for all of them, `[n, ...]`; the caller disposes it
 * @throws {InvalidArgumentError} for a bad option, or data that does not fit the model
 * @throws {DatasetEmptyError} when there is no batch
 * @throws {AbortedError} when `signal` fires
 */
export async function predict(model: LayersModel, options: PredictOptions): Promise<Tensor> {
  parseOptions(predictOptions, options);
  requireSingleInputAndOutput(model);
  const { steps, signal } = options;
  const source = await inferenceData(options);
  const reader = new EpochReader(source, { argument: 'data', steps, signal });
  const outputs: Tensor[] = [];
  try {
    for await (const batch of reader.epoch()) {
      try {
        checkExamples(model, batch);
        outputs.push(inferBatch(model, batch.xs));
      } finally {
        disposeBatch(batch);
      }
      await yieldToEventLoop();
    }
    return concat(outputs);
  } finally {
    dispose(outputs);
    await reader.close();
  }
}
