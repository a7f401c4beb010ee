import { add, div, mul, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { Optimizer } from './optimizer';
import type { OptimizerOptions } from './optimizer-options';

/** Options of {@link adagrad}. */
export interface AdagradOptions extends OptimizerOptions {
  /** What the sums of squares start with. @default 0.1 */
  initialAccumulatorValue?: number;
  /** Keeps the division finite; added under the root. @default 1e-7 */
  epsilon?: number;
}

/** Adagrad. The learning rate is 0.001 by default. Source: Keras 3 `optimizers/adagrad.py`. */
export function adagrad(options: AdagradOptions = {}): Optimizer {
  const { initialAccumulatorValue = 0.1, epsilon = 1e-7, ...shared } = options;
  return new Optimizer(
    {
      name: 'adagrad',
      settings: { initialAccumulatorValue, epsilon },
      slots: [{ name: 'accumulator', initial: initialAccumulatorValue }],
      update: ({ parameter, gradient, slots: [sum], learningRate }) => {
        const accumulator = add(sum as Tensor, square(gradient));
        const move = div(mul(gradient, learningRate), sqrt(add(accumulator, epsilon)));
        return { parameter: sub(parameter, move), slots: [accumulator] };
      },
    },
    { learningRate: 1e-3, ...shared },
  );
}
