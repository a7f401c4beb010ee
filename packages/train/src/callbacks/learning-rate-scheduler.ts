import { InvalidArgumentError } from '@imgclf/runtime';
import type { Logs } from '../logs/logs';
import type { Callback, TrainingContext } from './callback';
import { fixedLearningRate } from './fixed-learning-rate';

/**
 * Sets the learning rate before every epoch, and adds it to the logs as `learning_rate`. For rates that change from step
 * to step give the optimiser a schedule instead.
 *
 * @throws {InvalidArgumentError} when `schedule` gives anything but a number of at least 0, or the optimiser follows a
 *   schedule of its own
 * @example
 * new LearningRateScheduler((epoch, rate) => (epoch < 10 ? rate : rate * Math.exp(-0.1)));
 */
export class LearningRateScheduler implements Callback {
  readonly name = 'LearningRateScheduler';
  readonly #schedule: (epoch: number, learningRate: number) => number;

  /** @param schedule the rate of an epoch, from its index, from 0, and the rate so far */
  constructor(schedule: (epoch: number, learningRate: number) => number) {
    this.#schedule = schedule;
  }

  onEpochBegin(epoch: number, _: Logs, { optimizer }: TrainingContext): void {
    const rate = this.#schedule(epoch, fixedLearningRate(optimizer));
    if (!Number.isFinite(rate) || rate < 0) {
      throw new InvalidArgumentError({
        argument: 'schedule',
        allowed: 'a function that gives a number of at least 0',
        received: rate,
      });
    }
    optimizer.learningRate = rate;
  }

  onEpochEnd(_: number, logs: Logs, { optimizer }: TrainingContext): void {
    logs.learning_rate = fixedLearningRate(optimizer);
  }
}
