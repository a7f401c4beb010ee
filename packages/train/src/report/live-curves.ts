import type { Callback } from '../callbacks/callback';
import type { History } from '../history/history';
import type { Logs } from '../logs/logs';
import { plotTrainingCurves, type TrainingCurvesOptions } from './plots/training-curves';

/** Options of {@link liveCurves}. */
export interface LiveCurvesOptions extends TrainingCurvesOptions {
  /** Takes each new picture, an SVG document: puts it on the page, or sends it there from a worker. */
  draw: (svg: string) => void;
  /** Seconds between pictures within an epoch, at least; `Infinity` for one picture per epoch. @default 2 */
  everySeconds?: number;
}

/**
 * A callback that draws the curves of {@link plotTrainingCurves} while the model trains: after every epoch, and within
 * long ones with the results so far as the last point. It needs no DOM. After an interruption the curves go on.
 *
 * @throws {InvalidArgumentError} during training, when a metric is not among the results
 * @example
 * liveCurves({ draw: (svg) => { element.innerHTML = svg; } });
 */
export function liveCurves({ draw, everySeconds = 2, ...options }: LiveCurvesOptions): Callback {
  let history: History = { epoch: [], history: {} };
  let drawnAt = 0;
  let current = 0;
  const show = (shown: History) => {
    drawnAt = performance.now();
    draw(plotTrainingCurves(shown, options));
  };
  return {
    name: 'LiveCurves',
    onTrainBegin() {
      history = { epoch: [], history: {} };
      drawnAt = performance.now();
    },
    onEpochBegin(epoch) {
      current = epoch;
    },
    onTrainBatchEnd(batch, logs, { steps }) {
      const waited = performance.now() - drawnAt >= everySeconds * 1000;
      if (steps !== undefined && waited) show(extended(history, current - 1 + (batch + 1) / steps, logs));
    },
    onEpochEnd(epoch, logs) {
      history = extended(history, epoch, logs);
      show(history);
    },
    saveState: () => ({ values: { epoch: history.epoch, history: history.history } }),
    loadState({ values }) {
      history = structuredClone(values) as unknown as History;
    },
  };
}

/** The history with one more point. */
function extended({ epoch: epochs, history }: History, epoch: number, logs: Logs): History {
  const added = Object.entries(logs).map(([key, value]) => [key, [...(history[key] ?? []), value]]);
  return { epoch: [...epochs, epoch], history: { ...history, ...Object.fromEntries(added) } };
}
