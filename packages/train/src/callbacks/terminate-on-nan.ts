import type { Logs } from '../logs/logs';
import type { Callback, TrainingContext } from './callback';

/**
 * Stops training after a step whose running loss is NaN or infinite; the epoch still ends as usual and `fit` returns its
 * history. Without this callback `fit` throws a `TrainingDivergedError`.
 */
export class TerminateOnNaN implements Callback {
  readonly name = 'TerminateOnNaN';
  readonly handlesDivergence = true;

  onTrainBatchEnd(batch: number, logs: Logs, context: TrainingContext): void {
    if (logs.loss === undefined || Number.isFinite(logs.loss)) return;
    context.warn(`The loss became ${logs.loss} in step ${batch + 1}; training stops.`);
    context.stopTraining = true;
  }
}
