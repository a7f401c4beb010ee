import type { LearningRateSchedule } from './learning-rate-schedule';

/** Options of {@link exponentialDecay} and {@link inverseTimeDecay}. */
export interface DecayOptions {
  /** The rate of the first step. */
  initialLearningRate: number;
  /** How many steps one decay takes; above 0. */
  decaySteps: number;
  /** How strong one decay is. */
  decayRate: number;
  /** Whether to decay in stairs, once every `decaySteps`. @default false */
  staircase?: boolean;
}

/** `initialLearningRate decayRate^(step / decaySteps)`. Source: Keras 3 `ExponentialDecay`. */
export function exponentialDecay(options: DecayOptions): LearningRateSchedule {
  const { initialLearningRate, decaySteps, decayRate, staircase = false } = options;
  return {
    name: 'exponentialDecay',
    settings: { initialLearningRate, decaySteps, decayRate, staircase },
    at: (step) => initialLearningRate * decayRate ** decays(step, { decaySteps, staircase }),
  };
}

/** How often the rate has decayed, whole decays only on a staircase. */
export function decays(
  step: number,
  { decaySteps, staircase }: { decaySteps: number; staircase: boolean },
): number {
  return staircase ? Math.floor(step / decaySteps) : step / decaySteps;
}
