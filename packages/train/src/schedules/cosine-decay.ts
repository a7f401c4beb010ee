import type { LearningRateSchedule } from './learning-rate-schedule';

/** Options of {@link cosineDecay}. */
export interface CosineDecayOptions {
  /** The rate of the first step. */
  initialLearningRate: number;
  /** The steps of the decay, after the warm-up; above 0. */
  decaySteps: number;
  /** The share of the rate that is left at the end. @default 0 */
  alpha?: number;
  /** The rate to climb to, in a straight line, before the decay. Absent: no warm-up. */
  warmupTarget?: number;
  /** The steps of the warm-up. @default 0 */
  warmupSteps?: number;
}

/** Half a cosine wave down, with a warm-up if asked for. Source: Keras 3 `CosineDecay`. */
export function cosineDecay(options: CosineDecayOptions): LearningRateSchedule {
  const { initialLearningRate, decaySteps, alpha = 0, warmupTarget, warmupSteps = 0 } = options;
  const top = warmupTarget ?? initialLearningRate;
  const climb = warmupTarget === undefined ? 0 : warmupSteps;
  return {
    name: 'cosineDecay',
    settings: { initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps },
    at: (step) => {
      if (step < climb) return initialLearningRate + ((top - initialLearningRate) * step) / climb;
      const done = Math.min((step - climb) / decaySteps, 1);
      return top * ((1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * done)) + alpha);
    },
  };
}
