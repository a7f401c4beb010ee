import type { LearningRateSchedule } from './learning-rate-schedule';

/** Options of {@link polynomialDecay}. */
export interface PolynomialDecayOptions {
  /** The rate of the first step. */
  initialLearningRate: number;
  /** The steps after which the end is reached; above 0. */
  decaySteps: number;
  /** The rate at the end. @default 1e-4 */
  endLearningRate?: number;
  /** The power of the way that is left; 1 is a straight line. @default 1 */
  power?: number;
  /** Whether to start over, each time with a longer way, rather than to stay at the end. @default false */
  cycle?: boolean;
}

/** `(initial - end) (1 - step / decaySteps)^power + end`. Source: Keras 3 `PolynomialDecay`. */
export function polynomialDecay(options: PolynomialDecayOptions): LearningRateSchedule {
  const { initialLearningRate, decaySteps, endLearningRate = 1e-4, power = 1, cycle = false } = options;
  return {
    name: 'polynomialDecay',
    settings: { initialLearningRate, decaySteps, endLearningRate, power, cycle },
    at: (step) => {
      const rounds = cycle && step > 0 ? Math.ceil(step / decaySteps) : 1;
      const done = Math.min(step / (decaySteps * rounds), 1);
      return (initialLearningRate - endLearningRate) * (1 - done) ** power + endLearningRate;
    },
  };
}
