import { InvalidArgumentError } from '@imgclf/runtime';
import type { Tensor } from '@tensorflow/tfjs-core';
import { type BatchSource, batchSource } from '../batches/batch-source';
import { type ArrayInput, exampleTensors } from '../batches/example-tensors';
import type { Shuffler } from '../batches/shuffler';
import { type ExampleTensors, tensorSource } from '../batches/tensor-source';
import type { ExampleData, FitOptions } from './fit-options';

/** What `fit` trains and validates on. */
export interface TrainingData {
  training: BatchSource;
  validation?: BatchSource;
  /** All labels that are known beforehand, to be checked before the first step. */
  labels: Tensor[];
  /** Frees what was made of the caller's arrays. */
  dispose(): void;
}

const defaultBatchSize = 32;

/** The part of the options that says what to read. */
export type DataOptions = Pick<
  FitOptions,
  'data' | 'x' | 'y' | 'sampleWeight' | 'validationData' | 'validationSplit' | 'batchSize' | 'shuffle'
>;

/**
 * Makes sources of the data that `fit` was given.
 *
 * @param shuffler draws the order of every shuffled pass
 * @throws {InvalidArgumentError} when options exclude each other or arrays do not fit together
 */
export function trainingData(options: DataOptions, shuffler: Shuffler): TrainingData {
  const opened: TrainingData[] = [];
  try {
    const training = options.data === undefined ? fromArrays(options, shuffler) : fromBatches(options);
    opened.push(training);
    if (options.validationData === undefined) return training;
    const validation = validationData(options);
    opened.push(validation);
    return {
      training: training.training,
      validation: validation.training,
      labels: [...training.labels, ...validation.labels],
      dispose: () => disposeAll(opened),
    };
  } catch (error) {
    disposeAll(opened);
    throw error;
  }
}

function disposeAll(opened: readonly TrainingData[]): void {
  for (const each of opened) each.dispose();
}

function fromBatches(options: DataOptions): TrainingData {
  for (const name of ['x', 'y', 'sampleWeight', 'batchSize', 'shuffle'] as const) {
    forbid(
      name,
      options[name],
      'absent when data is given: a dataset brings batches, order and weights of its own',
    );
  }
  forbid(
    'validationSplit',
    options.validationSplit || undefined,
    '0 when data is given; pass validationData',
  );
  return { training: batchSource(options.data, 'data'), labels: [], dispose: () => undefined };
}

function fromArrays(options: DataOptions, shuffler: Shuffler): TrainingData {
  const { x, y, sampleWeight, validationSplit = 0, batchSize = defaultBatchSize, shuffle = true } = options;
  const { tensors, dispose } = exampleTensors({ x: given('x', x), y: given('y', y), sampleWeight });
  try {
    const labels = tensors.ys === undefined ? [] : [tensors.ys];
    const end = splitAt(tensors, options.validationData === undefined ? validationSplit : 0);
    const training = tensorSource(tensors, { batchSize, shuffler: shuffle ? shuffler : undefined, end });
    if (end === tensors.xs.shape[0]) return { training, labels, dispose };
    return { training, validation: tensorSource(tensors, { batchSize, start: end }), labels, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function validationData({ validationData, batchSize = defaultBatchSize }: DataOptions): TrainingData {
  if (!isExampleData(validationData)) {
    const training = batchSource(validationData, 'validationData');
    return { training, labels: [], dispose: () => undefined };
  }
  const { x, y, sampleWeight } = validationData;
  const arrays = { x: given('validationData.x', x), y: given('validationData.y', y), sampleWeight };
  const { tensors, dispose } = exampleTensors(arrays, 'validationData.');
  const labels = tensors.ys === undefined ? [] : [tensors.ys];
  return { training: tensorSource(tensors, { batchSize }), labels, dispose };
}

function isExampleData(value: unknown): value is ExampleData {
  return typeof value === 'object' && value !== null && 'x' in value;
}

/** Where the validation part begins: Keras's floor(n * (1 - split)), before any shuffling. */
function splitAt({ xs }: ExampleTensors, split: number): number {
  const examples = xs.shape[0] as number;
  const end = Math.floor(examples * (1 - split));
  if (split === 0 || (end > 0 && end < examples)) return end;
  throw new InvalidArgumentError({
    argument: 'validationSplit',
    allowed: `such that at least one of the ${examples} examples is left on both sides`,
    received: split,
  });
}

function given(argument: string, value: ArrayInput | undefined): ArrayInput {
  if (value !== undefined) return value;
  throw new InvalidArgumentError({
    argument,
    allowed: 'a tensor or an array, or give data',
    received: value,
  });
}

function forbid(argument: string, value: unknown, allowed: string): void {
  if (value !== undefined) throw new InvalidArgumentError({ argument, allowed, received: value });
}
