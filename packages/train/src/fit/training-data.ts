import { InvalidArgumentError } from '@imgclf/runtime';
import type { Tensor } from '@tensorflow/tfjs-core';
import { type BatchSource, batchSource } from '../batches/batch-source';
import { type ExampleRows, readExampleRows } from '../batches/example-rows';
import { rowSource } from '../batches/row-source';
import type { ArrayInput, Rows } from '../batches/rows';
import type { Shuffler } from '../batches/shuffler';
import type { ExampleData, FitOptions } from './fit-options';

/** What `fit` trains and validates on. */
export interface TrainingData {
  training: BatchSource;
  validation?: BatchSource;
  /** All labels that are known beforehand, to be checked before the first step. */
  labels: Rows[];
}

/** The part of the options that says what to read. */
export type DataOptions = Pick<
  FitOptions,
  | 'data'
  | 'x'
  | 'y'
  | 'sampleWeight'
  | 'validationData'
  | 'validationSplit'
  | 'validationBatchSize'
  | 'validationSteps'
  | 'stepsPerEpoch'
  | 'batchSize'
  | 'shuffle'
>;

/** What the sources need besides the data. */
export interface DataContext {
  /** Draws the order of every shuffled pass. */
  shuffler: Shuffler;
  /** Takes the tensors that must stay while the sources are read; the caller disposes them. */
  held: Tensor[];
}

/**
 * Makes sources of the data that `fit` was given.
 * @throws {InvalidArgumentError} when options exclude each other or arrays do not fit together
 */
export async function trainingData(options: DataOptions, context: DataContext): Promise<TrainingData> {
  const training = options.data === undefined ? await fromArrays(options, context) : fromBatches(options);
  if (options.validationData === undefined) return training;
  const validation = await validationData(options, context);
  return {
    training: training.training,
    validation: validation.training,
    labels: [...training.labels, ...validation.labels],
  };
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
  return { training: batchSource(options.data, 'data'), labels: [] };
}

async function fromArrays(options: DataOptions, { shuffler, held }: DataContext): Promise<TrainingData> {
  const { x, y, sampleWeight, validationSplit = 0, batchSize, shuffle = true } = options;
  const rows = await readExampleRows({ x: given('x', x), y: given('y', y), sampleWeight }, { held });
  const labels = labelsOf(rows);
  const end = splitAt(rows, options.validationData === undefined ? validationSplit : 0);
  const training = rowSource(rows, {
    ...{ batchSize, steps: options.stepsPerEpoch, end },
    shuffler: shuffle ? shuffler : undefined,
  });
  if (end === rows.xs.shape[0]) return { training, labels };
  return {
    training,
    validation: rowSource(rows, { ...validationSizes(options), start: end }),
    labels,
  };
}

async function validationData(options: DataOptions, { held }: DataContext): Promise<TrainingData> {
  const { validationData } = options;
  if (!isExampleData(validationData)) {
    const allowed = 'absent when validationData brings batches of its own';
    forbid('validationBatchSize', options.validationBatchSize, allowed);
    return { training: batchSource(validationData, 'validationData'), labels: [] };
  }
  const { x, y, sampleWeight } = validationData;
  const arrays = { x: given('validationData.x', x), y: given('validationData.y', y), sampleWeight };
  const rows = await readExampleRows(arrays, { prefix: 'validationData.', held });
  return {
    training: rowSource(rows, validationSizes(options)),
    labels: labelsOf(rows),
  };
}

function validationSizes({ batchSize, validationBatchSize = batchSize, validationSteps }: DataOptions) {
  return { batchSize: validationBatchSize, steps: validationSteps };
}

function labelsOf({ ys }: ExampleRows): Rows[] {
  return ys === undefined ? [] : [ys];
}

function isExampleData(value: unknown): value is ExampleData {
  return typeof value === 'object' && value !== null && 'x' in value;
}

/** Where the validation part begins: Keras's floor(n * (1 - split)), before any shuffling. */
function splitAt({ xs }: ExampleRows, split: number): number {
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
