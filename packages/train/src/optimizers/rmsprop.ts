import { add, div, mul, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { Optimizer } from './optimizer';
import type { OptimizerOptions } from './optimizer-options';
import type { UpdateRule } from './update-rule';

/** Options of {@link rmsprop}. */
export interface RmspropOptions extends OptimizerOptions {
  /** Decay of the squared gradient's average. @default 0.9 */
  rho?: number;
  /** How much of the last update is kept. @default 0 */
  momentum?: number;
  /** Keeps the division finite; added under the root. @default 1e-7 */
  epsilon?: number;
  /** Whether to divide by the gradient's variance rather than its mean square. @default false */
  centered?: boolean;
}

/**
 * RMSprop. The learning rate is 0.001 by default.
 *
 * Source: Keras 3 `optimizers/rmsprop.py`. (TensorFlow.js subtracts epsilon when centered.)
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  const { rho = 0.9, momentum = 0, epsilon = 1e-7, centered = false, ...shared } = options;
  const rule = rmspropRule({ rho, momentum, epsilon, centered });
  return new Optimizer(rule, { learningRate: 1e-3, ...shared });
}

interface RmspropSettings extends Record<string, number | boolean> {
  rho: number;
  momentum: number;
  epsilon: number;
  centered: boolean;
}

function rmspropRule(settings: RmspropSettings): UpdateRule {
  const { rho, momentum, epsilon, centered } = settings;
  const slots = ['velocity', ...(momentum > 0 ? ['momentum'] : []), ...(centered ? ['averageGradient'] : [])];
  return {
    name: 'rmsprop',
    settings,
    slots: slots.map((slot) => ({ name: slot, initial: 0 })),
    update: ({ parameter, gradient, slots: values, learningRate }) => {
      const slot = (name: string) => values[slots.indexOf(name)] as Tensor;
      const average = (of: Tensor, value: Tensor) => add(mul(of, rho), mul(value, 1 - rho));
      const velocity = average(slot('velocity'), square(gradient));
      const kept = [velocity];
      const mean = centered ? average(slot('averageGradient'), gradient) : undefined;
      const variance = mean === undefined ? velocity : sub(velocity, square(mean));
      const increment = div(mul(gradient, learningRate), sqrt(add(variance, epsilon)));
      const move = momentum > 0 ? add(mul(slot('momentum'), momentum), increment) : increment;
      if (momentum > 0) kept.push(move);
      if (mean !== undefined) kept.push(mean);
      return { parameter: sub(parameter, move), slots: kept };
    },
  };
}
