import { InvalidArgumentError } from '@imgclf/runtime';
import { adadelta } from './adadelta';
import { adagrad } from './adagrad';
import { adam, adamW } from './adam';
import { adamax } from './adamax';
import { nadam } from './nadam';
import { Optimizer } from './optimizer';
import { rmsprop } from './rmsprop';
import { sgd } from './sgd';

const factories: Readonly<Record<string, () => Optimizer>> = {
  sgd,
  adam,
  adamw: adamW,
  rmsprop,
  adagrad,
  adadelta,
  adamax,
  nadam,
};

/**
 * The optimiser a name stands for, in any case, with Keras's defaults. An optimiser is returned as it is.
 *
 * @throws {InvalidArgumentError} when the name is unknown
 */
export function resolveOptimizer(optimizer: Optimizer | string): Optimizer {
  if (optimizer instanceof Optimizer) return optimizer;
  const factory = factories[String(optimizer).toLowerCase()];
  if (factory !== undefined) return factory();
  throw new InvalidArgumentError({
    argument: 'optimizer',
    allowed: `an optimizer or one of ${Object.keys(factories).join(', ')}`,
    received: optimizer,
  });
}
