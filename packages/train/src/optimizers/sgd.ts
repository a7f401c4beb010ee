import { add, mul, sub } from '@tensorflow/tfjs-core';
import { Optimizer } from './optimizer';
import type { OptimizerOptions } from './optimizer-options';
import type { UpdateRule } from './update-rule';

/** Options of {@link sgd}. */
export interface SgdOptions extends OptimizerOptions {
  /** How much of the last update is kept, in [0, 1]. @default 0 */
  momentum?: number;
  /** Whether to look ahead along the momentum. @default false */
  nesterov?: boolean;
}

/**
 * Gradient descent, with momentum if asked for: `m = momentum m - rate g; w += m`. The learning rate is 0.01 by default.
 *
 * Source: Keras 3 `optimizers/sgd.py`.
 */
export function sgd({ momentum = 0, nesterov = false, ...options }: SgdOptions = {}): Optimizer {
  return new Optimizer(momentum === 0 ? plain : withMomentum(momentum, nesterov), {
    learningRate: 0.01,
    ...options,
  });
}

const plain: UpdateRule = {
  name: 'sgd',
  settings: { momentum: 0, nesterov: false },
  slots: [],
  update: ({ parameter, gradient, learningRate }) => ({
    parameter: sub(parameter, mul(gradient, learningRate)),
    slots: [],
  }),
};

function withMomentum(momentum: number, nesterov: boolean): UpdateRule {
  return {
    name: 'sgd',
    settings: { momentum, nesterov },
    slots: [{ name: 'momentum', initial: 0 }],
    update: ({ parameter, gradient, slots: [m], learningRate }) => {
      const step = mul(gradient, learningRate);
      const next = sub(mul(m as typeof gradient, momentum), step);
      const move = nesterov ? sub(mul(next, momentum), step) : next;
      return { parameter: add(parameter, move), slots: [next] };
    },
  };
}
