import { InvalidArgumentError } from '@imgclf/runtime';
import type { Optimizer } from '../optimizers/optimizer';

/**
 * The optimiser's learning rate, for callbacks that set it.
 * @throws {InvalidArgumentError} when the optimiser follows a schedule, which a callback would silently undo
 */
export function fixedLearningRate(optimizer: Optimizer): number {
  const { learningRate } = optimizer;
  if (typeof learningRate === 'number') return learningRate;
  throw new InvalidArgumentError({
    argument: 'optimizer.learningRate',
    allowed: 'a number when a callback sets the learning rate',
    received: learningRate,
  });
}
