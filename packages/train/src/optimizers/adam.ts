import { add, div, maximum, mul, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { movingAverage } from './moving-average';
import { oneMinusPower } from './one-minus-power';
import { Optimizer } from './optimizer';
import type { OptimizerOptions } from './optimizer-options';
import type { UpdateRule } from './update-rule';

/** Options of {@link adam} and {@link adamW}. */
export interface AdamOptions extends OptimizerOptions {
  /** Decay of the gradient's average. @default 0.9 */
  beta1?: number;
  /** Decay of the squared gradient's average. @default 0.999 */
  beta2?: number;
  /** Keeps the division finite; added to the square root before bias correction, as in Keras. @default 1e-7 */
  epsilon?: number;
  /** Whether to divide by the largest average so far. @default false */
  amsgrad?: boolean;
}

/**
 * Adam. The learning rate is 0.001 by default.
 *
 * Source: Keras 3 `optimizers/adam.py`, whose epsilon differs from TensorFlow.js's.
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return adamNamed('adam', options);
}

/** Adam with weight decay, 0.004 by default. Source: Keras 3 `optimizers/adamw.py`. */
export function adamW(options: AdamOptions = {}): Optimizer {
  return adamNamed('adamW', { weightDecay: 0.004, ...options });
}

function adamNamed(name: string, options: AdamOptions): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, amsgrad = false, ...shared } = options;
  return new Optimizer(adamRule(name, { beta1, beta2, epsilon, amsgrad }), { learningRate: 1e-3, ...shared });
}

interface AdamSettings extends Record<string, number | boolean> {
  beta1: number;
  beta2: number;
  epsilon: number;
  amsgrad: boolean;
}

function adamRule(name: string, settings: AdamSettings): UpdateRule {
  const { beta1, beta2, epsilon, amsgrad } = settings;
  const slots = ['momentum', 'velocity', ...(amsgrad ? ['velocityHat'] : [])];
  return {
    name,
    settings,
    slots: slots.map((slot) => ({ name: slot, initial: 0 })),
    update: ({ parameter, gradient, slots: [m, v, hat], learningRate, step }) => {
      const rate = (learningRate * Math.sqrt(oneMinusPower(beta2, step))) / oneMinusPower(beta1, step);
      const momentum = movingAverage(m as Tensor, gradient, beta1);
      const velocity = movingAverage(v as Tensor, square(gradient), beta2);
      const largest = hat === undefined ? velocity : maximum(hat, velocity);
      const move = div(mul(momentum, rate), add(sqrt(largest), epsilon));
      const kept = hat === undefined ? [momentum, velocity] : [momentum, velocity, largest];
      return { parameter: sub(parameter, move), slots: kept };
    },
  };
}
