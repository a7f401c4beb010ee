import { type DecayOptions, decays } from './exponential-decay';
import type { LearningRateSchedule } from './learning-rate-schedule';

/** `initialLearningRate / (1 + decayRate step / decaySteps)`. Source: Keras 3 `InverseTimeDecay`. */
export function inverseTimeDecay(options: DecayOptions): LearningRateSchedule {
  const { initialLearningRate, decaySteps, decayRate, staircase = false } = options;
  return {
    name: 'inverseTimeDecay',
    settings: { initialLearningRate, decaySteps, decayRate, staircase },
    at: (step) => initialLearningRate / (1 + decayRate * decays(step, { decaySteps, staircase })),
  };
}
