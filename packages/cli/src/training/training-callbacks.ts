import { type Callback, EarlyStopping } from '@imgclf/train';
import { progressBar } from '@imgclf/train/node';
import type { TrainingJob } from './training-job';

/** Progress on standard error, and early stopping where it is wanted. */
export function trainingCallbacks({ output, patience }: TrainingJob): Callback[] {
  return [
    ...(patience === undefined
      ? []
      : [new EarlyStopping({ monitor: 'val_loss', patience, restoreBestWeights: true })]),
    ...(output.quiet ? [] : [progressBar({ stream: process.stderr })]),
  ];
}
