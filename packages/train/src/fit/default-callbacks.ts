import type { Callback } from '../callbacks/callback';
import type { History } from '../history/history';
import { progressLines } from '../progress/progress-lines';
import { eventCallback } from './event-callback';
import type { ParsedFitOptions } from './fit-options';

/** What runs after the caller's callbacks, in Keras's order: the history, the events, the progress. */
export function defaultCallbacks(options: ParsedFitOptions, history: History): Callback[] {
  const { onEvent, verbose, callbacks } = options;
  const added = [historyCallback(history)];
  if (onEvent !== undefined) added.push(eventCallback(onEvent));
  if (verbose === 0 || callbacks.some((callback) => callback.name === 'ProgressBar')) return added;
  return [...added, progressLines(verbose === 2 ? { everySeconds: Number.POSITIVE_INFINITY } : {})];
}

/** Writes every epoch's logs into `history`. */
function historyCallback({ epoch: epochs, history }: History): Callback {
  return {
    name: 'History',
    onEpochEnd(epoch, logs) {
      epochs.push(epoch);
      for (const [key, value] of Object.entries(logs)) {
        history[key] = [...(history[key] ?? []), value];
      }
    },
  };
}
