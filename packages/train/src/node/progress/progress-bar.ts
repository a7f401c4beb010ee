import type { WriteStream } from 'node:tty';
import { type Options, Presets, SingleBar } from 'cli-progress';
import type { Callback } from '../../callbacks/callback';
import type { Logs } from '../../logs/logs';
import { formatLogs, formatSeconds, formatStepTime } from '../../progress/format-logs';
import { progressLines } from '../../progress/progress-lines';

/** Options of {@link progressBar}. */
export interface ProgressBarOptions {
  /** Where to print. @default process.stdout */
  stream?: WriteStream;
  /** Width of the bar itself, in characters. @default 24 */
  width?: number;
}

/**
 * A callback that shows progress as Keras does: on a terminal a bar with steps, time left, time per step and the running
 * loss and metrics; anywhere else plain lines. It takes the place of what `fit`'s `verbose` prints.
 *
 * @example
 * await fit(model, { data, loss: 'categorical_crossentropy', callbacks: [progressBar()] });
 */
export function progressBar({ stream = process.stdout, width = 24 }: ProgressBarOptions = {}): Callback {
  if (!stream.isTTY) return progressLines({ write: (line) => stream.write(`${line}\n`) });
  let shown: EpochBar | undefined;
  let stepsSeen: number | undefined;
  return {
    name: 'ProgressBar',
    onEpochBegin(epoch, _, { epochs, steps }) {
      stream.write(`Epoch ${epoch + 1}/${epochs}\n`);
      shown = new EpochBar({ stream, width, steps: steps ?? stepsSeen });
    },
    onTrainBatchEnd(batch, logs) {
      stepsSeen = batch + 1;
      shown?.update(batch + 1, logs);
    },
    onEpochEnd(_, logs) {
      shown?.finish(logs);
      shown = undefined;
    },
    onWarning: (message) => shown?.interrupt(`Warning: ${message}\n`),
    onTrainError: () => shown?.finish(),
  };
}

interface EpochBarOptions {
  stream: WriteStream;
  width: number;
  /** How many steps there will be, where known. */
  steps: number | undefined;
}

/** The bar of one epoch. */
class EpochBar {
  readonly #bar: SingleBar;
  readonly #stream: WriteStream;
  readonly #steps: number | undefined;
  readonly #startedAt = performance.now();
  #done = 0;
  #logs: Logs = {};
  #finished = false;

  constructor({ stream, width, steps }: EpochBarOptions) {
    this.#stream = stream;
    this.#steps = steps;
    const options: Options = {
      format: () => this.#line(width),
      stream,
      fps: 10,
      linewrap: false,
      gracefulExit: false,
    };
    this.#bar = new SingleBar(options, Presets.shades_classic);
    this.#bar.start(steps ?? 0, 0);
  }

  update(done: number, logs: Logs): void {
    this.#done = done;
    this.#logs = logs;
    this.#bar.update(done);
  }

  /** Shows the final state and moves on to the next line. */
  finish(logs = this.#logs): void {
    this.#logs = logs;
    this.#finished = true;
    this.#bar.stop();
  }

  /** Prints `text` in the place of the bar, which is drawn again below it. */
  interrupt(text: string): void {
    this.#stream.write(`\r${text}`);
  }

  #line(width: number): string {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const perStep = seconds / this.#done;
    const steps = this.#finished ? this.#done : this.#steps;
    const left = steps === undefined || this.#done === 0 ? undefined : perStep * (steps - this.#done);
    const time =
      this.#finished || left === undefined ? formatSeconds(seconds) : `${formatSeconds(left)} left`;
    const parts = [
      `${this.#position(steps, width)} ${time}`,
      formatStepTime(perStep),
      formatLogs(this.#logs),
    ];
    return parts.filter((part) => part !== '').join(' - ');
  }

  #position(steps: number | undefined, width: number): string {
    if (steps === undefined) return `${this.#done} steps`;
    const full = Math.round(width * Math.min(1, steps === 0 ? 0 : this.#done / steps));
    return `${String(this.#done).padStart(String(steps).length)}/${steps} ${'━'.repeat(full)}${'─'.repeat(width - full)}`;
  }
}
