import type { LearningRateSchedule } from './learning-rate-schedule';

/** Options of {@link cosineDecayRestarts}. */
export interface CosineDecayRestartsOptions {
  /** The rate of the first step. */
  initialLearningRate: number;
  /** The steps of the first wave; above 0. */
  firstDecaySteps: number;
  /** How much longer each wave is than the one before. @default 2 */
  tMul?: number;
  /** How much higher each wave starts than the one before. @default 1 */
  mMul?: number;
  /** The share of the rate that is left at the end of a wave. @default 0 */
  alpha?: number;
}

/** Half cosine waves down, one after the other. Source: Keras 3 `CosineDecayRestarts`. */
export function cosineDecayRestarts(options: CosineDecayRestartsOptions): LearningRateSchedule {
  const { initialLearningRate, firstDecaySteps, tMul = 2, mMul = 1, alpha = 0 } = options;
  return {
    name: 'cosineDecayRestarts',
    settings: { initialLearningRate, firstDecaySteps, tMul, mMul, alpha },
    at: (step) => {
      const { wave, done } = waveAt(step / firstDecaySteps, tMul);
      const height = 0.5 * mMul ** wave * (1 + Math.cos(Math.PI * done));
      return initialLearningRate * ((1 - alpha) * height + alpha);
    },
  };
}

/** Which wave it is, from 0, and how much of it is done, when waves grow by a factor. */
function waveAt(firstWaves: number, growth: number): { wave: number; done: number } {
  if (growth === 1) {
    const wave = Math.floor(firstWaves);
    return { wave, done: firstWaves - wave };
  }
  const wave = Math.floor(Math.log(1 - firstWaves * (1 - growth)) / Math.log(growth));
  const before = (1 - growth ** wave) / (1 - growth);
  return { wave, done: (firstWaves - before) / growth ** wave };
}
