import { add, div, mul, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import type { AdamaxOptions } from './adamax';
import { movingAverage } from './moving-average';
import { oneMinusPower } from './one-minus-power';
import { Optimizer } from './optimizer';

/** Adam with Nesterov momentum. The learning rate is 0.001 by default. Source: Keras 3 `optimizers/nadam.py`. */
export function nadam(options: AdamaxOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, ...shared } = options;
  const productUntil = momentumProducts(beta1);
  return new Optimizer(
    {
      name: 'nadam',
      settings: { beta1, beta2, epsilon },
      slots: [
        { name: 'momentum', initial: 0 },
        { name: 'velocity', initial: 0 },
      ],
      update: ({ parameter, gradient, slots: [m, v], learningRate, step }) => {
        const momentum = movingAverage(m as Tensor, gradient, beta1);
        const velocity = movingAverage(v as Tensor, square(gradient), beta2);
        const ahead = momentumAt(beta1, step + 1) / (1 - productUntil(step + 1));
        const now = (1 - momentumAt(beta1, step)) / (1 - productUntil(step));
        const direction = add(mul(momentum, ahead), mul(gradient, now));
        const size = add(sqrt(div(velocity, oneMinusPower(beta2, step))), epsilon);
        const move = div(mul(direction, learningRate), size);
        return { parameter: sub(parameter, move), slots: [momentum, velocity] };
      },
    },
    { learningRate: 1e-3, ...shared },
  );
}

/** The momentum of a step, which warms up to `beta1`. */
function momentumAt(beta1: number, step: number): number {
  return beta1 * (1 - 0.5 * 0.96 ** step);
}

/** The product of the momenta of the steps 1 to n. */
function momentumProducts(beta1: number): (step: number) => number {
  const products = [1];
  return (step) => {
    for (let at = products.length; at <= step; at++) {
      products[at] = (products[at - 1] ?? 1) * momentumAt(beta1, at);
    }
    return products[step] ?? 1;
  };
}
