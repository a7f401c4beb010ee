import type { Callback } from '../callbacks/callback';
import type { Logs } from '../logs/logs';
import { formatLogs, formatSeconds, formatStepTime } from './format-logs';

/** Options of {@link progressLines}. */
export interface ProgressLinesOptions {
  /** Takes each line. @default console.log */
  write?: (line: string) => void;
  /** Seconds between lines within an epoch; `Infinity` for one line per epoch. @default 10 */
  everySeconds?: number;
}

/** A callback that prints progress as plain lines: for logs, pipes and browsers' consoles. */
export function progressLines({
  write = (line) => console.log(line),
  everySeconds = 10,
}: ProgressLinesOptions = {}): Callback {
  let startedAt = 0;
  let printedAt = 0;
  let done = 0;
  const line = (steps: number | undefined, logs: Logs) => {
    const seconds = (performance.now() - startedAt) / 1000;
    const parts = [
      `${done}/${steps ?? done}`,
      formatSeconds(seconds),
      formatStepTime(seconds / done),
      formatLogs(logs),
    ];
    return parts.filter((part) => part !== '').join(' - ');
  };
  return {
    name: 'ProgressBar',
    onEpochBegin(epoch, _, { epochs }) {
      startedAt = performance.now();
      printedAt = startedAt;
      done = 0;
      write(`Epoch ${epoch + 1}/${epochs}`);
    },
    onTrainBatchEnd(batch, logs, { steps }) {
      done = batch + 1;
      if (performance.now() - printedAt < everySeconds * 1000) return;
      printedAt = performance.now();
      write(line(steps, logs));
    },
    onEpochEnd: (_, logs) => write(line(undefined, logs)),
    onWarning: (message) => write(`Warning: ${message}`),
  };
}
