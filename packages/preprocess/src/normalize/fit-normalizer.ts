import { DatasetEmptyError, InvalidArgumentError, type PixelImage, parseOptions } from '@imgclf/runtime';
import { dispose, Tensor } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import type { NormalizeStep } from '../steps/preprocessing-step';
import { RunningMoments } from './running-moments';

/** A piece of training data: values with, where known, the size of their last axis. */
export type NormalizerItem = Tensor | PixelImage | ArrayLike<number>;

/** A dataset's batch; only `xs` is looked at. */
export interface NormalizerBatch {
  xs: Tensor;
  ys?: Tensor;
}

/** What {@link fitNormalizer} can be fitted on. */
export type NormalizerData =
  | NormalizerItem
  | readonly NormalizerItem[]
  | AsyncIterable<NormalizerItem | NormalizerBatch>;

/** Options of {@link fitNormalizer}. */
export interface FitNormalizerOptions {
  /**
   * One mean and std for each entry of the last axis (the channels of images, the features of vectors), instead of one
   * of each for all values.
   * @default false
   */
  perChannel?: boolean;
  /** @default 1e-10 */
  epsilon?: number;
}

const optionsSchema = v.strictObject({
  perChannel: v.optional(v.boolean(), false),
  epsilon: v.optional(v.pipe(v.number(), v.finite('a finite number'), v.minValue(0)), 1e-10),
});

/**
 * Computes mean and standard deviation (of the whole population, as NumPy) over training data, in one pass and in
 * double precision, as a `normalize` step to put into a {@link Preprocessor} and save with the model.
 *
 * @param data a tensor, an array of numbers, pictures, or an array of any of these; or an async iterable such as a
 *   dataset, whose tensors are disposed here, as its batches belong to whoever receives them
 * @param options what to share the statistics over
 * @returns `{ op: 'normalize', mean, std, epsilon }`
 * @throws {DatasetEmptyError} when there are no values
 * @throws {InvalidArgumentError} when a value is not finite, or pieces differ in their last axis
 *
 * @example
 * const normalize = await fitNormalizer(trainingImages);
 * const preprocessor = createPreprocessor([{ op: 'flatten' }, normalize]);
 */
export async function fitNormalizer(
  data: NormalizerData,
  options: FitNormalizerOptions = {},
): Promise<Required<NormalizeStep>> {
  const { perChannel, epsilon } = parseOptions(optionsSchema, options);
  let moments: RunningMoments | undefined;
  for await (const { values, lastAxis } of piecesOf(data)) {
    const size = perChannel ? lastAxis : 1;
    moments ??= new RunningMoments(size);
    if (moments.size !== size) throw invalidData(`a last axis of ${moments.size} everywhere`, size);
    moments.add(values);
  }
  if (moments === undefined || moments.count === 0)
    throw new DatasetEmptyError({ message: 'data must hold at least one value to fit a normalizer on.' });
  const { mean, std } = moments;
  if (![...mean, ...std].every(Number.isFinite)) throw invalidData('finite numbers only', mean);
  const [oneMean, oneStd] = [mean[0] as number, std[0] as number];
  return perChannel
    ? { op: 'normalize', mean, std, epsilon }
    : { op: 'normalize', mean: oneMean, std: oneStd, epsilon };
}

interface Piece {
  values: ArrayLike<number>;
  lastAxis: number;
}

async function* piecesOf(data: NormalizerData): AsyncGenerator<Piece> {
  if (isAsyncIterable(data)) {
    for await (const item of data) yield await takePiece(item);
  } else if (Array.isArray(data) && typeof data[0] !== 'number') {
    for (const item of data as NormalizerItem[]) yield await pieceOf(item);
  } else yield await pieceOf(data as NormalizerItem);
}

function isAsyncIterable(data: NormalizerData): data is AsyncIterable<NormalizerItem | NormalizerBatch> {
  return typeof data === 'object' && data !== null && Symbol.asyncIterator in data;
}

/** Reads what an async iterable yielded and disposes its tensors. */
async function takePiece(item: NormalizerItem | NormalizerBatch): Promise<Piece> {
  try {
    return await pieceOf(isBatch(item) ? item.xs : item);
  } finally {
    if (isBatch(item)) dispose([item.xs, item.ys ?? []]);
    else if (item instanceof Tensor) item.dispose();
  }
}

function isBatch(item: NormalizerItem | NormalizerBatch): item is NormalizerBatch {
  return typeof item === 'object' && item !== null && 'xs' in item;
}

async function pieceOf(item: NormalizerItem): Promise<Piece> {
  if (item instanceof Tensor) return { values: await item.data(), lastAxis: item.shape.at(-1) ?? 1 };
  if (typeof item === 'object' && item !== null) {
    if ('channels' in item) return { values: item.data, lastAxis: item.channels };
    if (ArrayBuffer.isView(item) || Array.isArray(item)) return { values: item, lastAxis: item.length };
  }
  throw invalidData('tensors, pictures or arrays of numbers', item);
}

function invalidData(allowed: string, received: unknown): InvalidArgumentError {
  return new InvalidArgumentError({ argument: 'data', allowed, received });
}
