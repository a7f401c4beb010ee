import { AbortedError } from '@imgclf/runtime';
import { type FitOptions, fit } from '@imgclf/train';
import { BackupAndRestore } from '@imgclf/train/browser';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainingSettings } from '../protocol';
import type { RunOptions } from './trained';

/** The one run of this site that can be gone on with. */
export const checkpointName = 'last run';

/**
 * Fits with live curves and checkpoints, until the end or until it is stopped.
 *
 * @returns whether it was stopped
 */
export async function runFit(
  model: LayersModel,
  data: Pick<FitOptions, 'data' | 'x' | 'y' | 'validationData'>,
  { settings, signal, tell }: RunOptions & { settings: TrainingSettings },
): Promise<boolean> {
  const { liveCurves } = await import('@imgclf/train/report');
  const curves = (['loss', 'accuracy'] as const).map((metric) =>
    liveCurves({
      metrics: [metric],
      width: 430,
      height: 280,
      everySeconds: Number.POSITIVE_INFINITY,
      draw: (svg) => tell({ type: 'curve', metric, svg }),
    }),
  );
  try {
    await fit(model, {
      ...data,
      optimizer: 'adam',
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
      epochs: settings.epochs,
      seed: settings.seed,
      verbose: 0,
      signal,
      callbacks: [
        ...curves,
        new BackupAndRestore({ name: checkpointName, saveFreq: 25, deleteCheckpoint: false }),
      ],
      onEvent: (event) => {
        if (event.type === 'batch-end') {
          const { epoch, step, steps = 0, logs } = event;
          tell({ type: 'step', epoch, step, steps, logs: { ...logs } });
        }
        if (event.type === 'epoch-end' && event.epoch + 1 === settings.epochs)
          tell({ type: 'stage', stage: 'finishing' });
        if (event.type === 'warning') tell({ type: 'note', message: event.message });
      },
    });
    return false;
  } catch (error) {
    if (AbortedError.isInstance(error)) return true;
    throw error;
  }
}
