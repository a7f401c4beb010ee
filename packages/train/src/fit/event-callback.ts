import type { Callback } from '../callbacks/callback';
import type { TrainingEvent } from './training-event';

/** A callback that turns the hooks into events, for `fit`'s `onEvent`. */
export function eventCallback(onEvent: (event: TrainingEvent) => void): Callback {
  let epoch = 0;
  let startedAt = 0;
  return {
    name: 'Events',
    onTrainBegin: (_, { epochs, steps }) => onEvent({ type: 'train-begin', epochs, steps }),
    onEpochBegin(index, _, { epochs, steps }) {
      epoch = index;
      startedAt = performance.now();
      onEvent({ type: 'epoch-begin', epoch, epochs, steps });
    },
    onTrainBatchEnd: (step, logs, { steps }) =>
      onEvent({ type: 'batch-end', epoch, step, steps, logs: { ...logs } }),
    onTestBegin: () => onEvent({ type: 'validation-begin', epoch }),
    onTestBatchEnd: (step, logs) => onEvent({ type: 'validation-batch-end', epoch, step, logs: { ...logs } }),
    onTestEnd: (logs) => onEvent({ type: 'validation-end', epoch, logs: { ...logs } }),
    onEpochEnd(_, logs, { epochs }) {
      const seconds = (performance.now() - startedAt) / 1000;
      onEvent({ type: 'epoch-end', epoch, epochs, logs: { ...logs }, seconds });
    },
    onWarning: (message) => onEvent({ type: 'warning', message }),
    onTrainEnd: (logs) => onEvent({ type: 'train-end', logs: { ...logs } }),
  };
}
