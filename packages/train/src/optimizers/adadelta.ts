import { add, div, mul, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { Optimizer } from './optimizer';
import type { OptimizerOptions } from './optimizer-options';

/** Options of {@link adadelta}. */
export interface AdadeltaOptions extends OptimizerOptions {
  /** Decay of the averages. @default 0.95 */
  rho?: number;
  /** Keeps the division finite; added under the roots. @default 1e-7 */
  epsilon?: number;
}

/** Adadelta. The learning rate is 0.001 by default. Source: Keras 3 `optimizers/adadelta.py`. */
export function adadelta({ rho = 0.95, epsilon = 1e-7, ...shared }: AdadeltaOptions = {}): Optimizer {
  const average = (of: Tensor, value: Tensor) => add(mul(of, rho), mul(square(value), 1 - rho));
  const root = (x: Tensor) => sqrt(add(x, epsilon));
  return new Optimizer(
    {
      name: 'adadelta',
      settings: { rho, epsilon },
      slots: [
        { name: 'accumulatedGradient', initial: 0 },
        { name: 'accumulatedDelta', initial: 0 },
      ],
      update: ({ parameter, gradient, slots: [gradients, deltas], learningRate }) => {
        const seen = average(gradients as Tensor, gradient);
        const delta = div(mul(root(deltas as Tensor), gradient), root(seen));
        const kept = [seen, average(deltas as Tensor, delta)];
        return { parameter: sub(parameter, mul(delta, learningRate)), slots: kept };
      },
    },
    { learningRate: 1e-3, ...shared },
  );
}
