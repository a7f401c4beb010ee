import type { Batch, CachedDataset, ImageDataset } from '@imgclf/data';
import { imageDatasetFromFiles } from '@imgclf/data/browser';
import { DatasetEmptyError, InvalidArgumentError } from '@imgclf/runtime';
import { dispose } from '@tensorflow/tfjs-core';
import type { BadFile, TrainingJob, TrainingNews } from '../protocol';

type Batches = CachedDataset<Batch>;

/** The pictures of a run, decoded and resized, in memory. Whoever loads them disposes `training` and `validation`. */
export interface LoadedPictures {
  readonly training: Batches;
  readonly validation: Batches;
  readonly trainingCount: number;
  /** The paths of the held-out pictures, in the order of `validation`. */
  readonly heldOut: readonly string[];
  readonly unreadable: readonly BadFile[];
}

interface LoadOptions {
  readonly signal: AbortSignal;
  readonly tell: (news: TrainingNews) => void;
}

/** Decodes the pictures once, a fifth of each class held out, and keeps them for all epochs. */
export async function loadPictures(job: TrainingJob, { signal, tell }: LoadOptions): Promise<LoadedPictures> {
  const { classNames, files, settings } = job;
  const [training, validation] = await imageDatasetFromFiles(files, {
    labels: files.map(({ label }) => label),
    classNames,
    imageSize: settings.imageSize,
    shuffle: false,
    validationSplit: 0.2,
    subset: 'both',
    stratify: true,
    applyExifOrientation: true,
    onError: 'skip',
    verbose: false,
    onMessage: () => undefined,
    signal,
  });
  const cached = [training, validation].map((part) => part.cache()) as [Batches, Batches];
  try {
    const counts = { done: 0, total: files.length };
    for (const part of cached) await fill(part, counts, tell);
    const heldOut = readable(validation);
    const trainingCount = readable(training).length;
    return {
      training: cached[0],
      validation: cached[1],
      trainingCount,
      heldOut,
      unreadable: [...training.unreadable, ...validation.unreadable].map(({ file, message }) => ({
        path: file,
        message,
      })),
    };
  } catch (error) {
    for (const part of cached) part.dispose();
    throw DatasetEmptyError.isInstance(error) ? tooFew(files.length) : error;
  }
}

async function fill(
  part: Batches,
  counts: { done: number; total: number },
  tell: LoadOptions['tell'],
): Promise<void> {
  for await (const { xs, ys } of part) {
    counts.done += xs.shape[0] ?? 0;
    dispose([xs, ys ?? []]);
    tell({ type: 'loading', ...counts });
  }
}

function readable(part: ImageDataset): string[] {
  const left = new Set(part.unreadable.map(({ file }) => file));
  return part.filePaths.filter((path) => !left.has(path));
}

function tooFew(received: number): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: 'pictures',
    allowed: 'at least two readable pictures in each of two classes',
    received,
  });
}
