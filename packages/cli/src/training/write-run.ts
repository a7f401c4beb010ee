import { mkdir, readFile } from 'node:fs/promises';
import type { ImageDataset } from '@imgclf/data';
import { summary } from '@imgclf/models';
import { saveClassifier } from '@imgclf/models/node';
import { fileError, nodePlatform } from '@imgclf/runtime/node';
import { writeReport } from '@imgclf/train/node';
import type { TrainedClassifier, TrainingJob } from './training-job';

/** What is written besides what training made. */
export interface RunOptions {
  out: string;
  title: string;
  seconds: number;
  settings: Record<string, number | string>;
}

/** Writes a folder with the classifier, the report, its pictures and the history. */
export async function writeRun(
  { classifier, history, evaluation }: TrainedClassifier,
  job: TrainingJob,
  { out, title, seconds, settings }: RunOptions,
): Promise<void> {
  const { training, validation, classNames } = job;
  const unreadable = [...training.unreadable, ...validation.unreadable];
  const isUnreadable = new Set(unreadable.map(({ file }) => file));
  const files = validation.filePaths.filter((file) => !isUnreadable.has(file));
  await mkdir(out, { recursive: true }).catch((error: unknown) => {
    throw fileError(out, error);
  });
  await saveClassifier(classifier, out);
  await writeReport(out, {
    title,
    history,
    evaluation,
    imageOf: async (index) => decode(files[index] as string),
    dataset: {
      counts: { train: countsOf(training), validation: countsOf(validation) },
      classNames,
      unreadable,
    },
    trainingSeconds: seconds,
    backend: job.backend,
    settings,
    modelSummary: summary(classifier.model),
    modelFolder: '.',
  });
}

function countsOf({ classNames, labels }: ImageDataset): number[] {
  const counts = (classNames ?? []).map(() => 0);
  for (const label of labels ?? []) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

async function decode(file: string) {
  return nodePlatform.decodeImage(await readFile(file), { file, applyExifOrientation: true });
}
