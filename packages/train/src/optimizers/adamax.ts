import { abs, add, div, maximum, mul, sub, type Tensor } from '@tensorflow/tfjs-core';
import { movingAverage } from './moving-average';
import { oneMinusPower } from './one-minus-power';
import { Optimizer } from './optimizer';
import type { OptimizerOptions } from './optimizer-options';

/** Options of {@link adamax} and {@link nadam}. */
export interface AdamaxOptions extends OptimizerOptions {
  /** Decay of the gradient's average. @default 0.9 */
  beta1?: number;
  /** Decay of the gradient's size. @default 0.999 */
  beta2?: number;
  /** Keeps the division finite. @default 1e-7 */
  epsilon?: number;
}

/** Adamax, Adam by the largest gradient. The learning rate is 0.001 by default. Source: Keras 3 `optimizers/adamax.py`. */
export function adamax(options: AdamaxOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, ...shared } = options;
  return new Optimizer(
    {
      name: 'adamax',
      settings: { beta1, beta2, epsilon },
      slots: [
        { name: 'momentum', initial: 0 },
        { name: 'norm', initial: 0 },
      ],
      update: ({ parameter, gradient, slots: [m, u], learningRate, step }) => {
        const momentum = movingAverage(m as Tensor, gradient, beta1);
        const norm = maximum(mul(u as Tensor, beta2), abs(gradient));
        const rate = learningRate / oneMinusPower(beta1, step);
        const move = div(mul(momentum, rate), add(norm, epsilon));
        return { parameter: sub(parameter, move), slots: [momentum, norm] };
      },
    },
    { learningRate: 1e-3, ...shared },
  );
}
