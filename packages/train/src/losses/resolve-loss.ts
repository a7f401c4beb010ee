import { InvalidArgumentError } from '@imgclf/runtime';
import { binaryCrossentropy } from './binary-crossentropy';
import { categoricalCrossentropy } from './categorical-crossentropy';
import type { Loss } from './loss';
import {
  klDivergence,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  poisson,
} from './regression-losses';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy';

const factories: Readonly<Record<string, () => Loss>> = {
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
  binaryCrossentropy,
  meanSquaredError,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredLogarithmicError,
  klDivergence,
  poisson,
};

const shortNames: Readonly<Record<string, string>> = {
  bce: 'binaryCrossentropy',
  mse: 'meanSquaredError',
  mae: 'meanAbsoluteError',
  mape: 'meanAbsolutePercentageError',
  msle: 'meanSquaredLogarithmicError',
  kld: 'klDivergence',
};

/**
 * The loss a name stands for: Keras's in camelCase, its own snake_case and class names, or `bce`, `mse`, `mae`,
 * `mape`, `msle`, `kld`. A loss is returned as it is.
 *
 * @throws {InvalidArgumentError} when the name is unknown
 */
export function resolveLoss(loss: Loss | string): Loss {
  if (typeof loss !== 'string') return loss;
  const camel = loss.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const name = camel.charAt(0).toLowerCase() + camel.slice(1);
  const factory = factories[shortNames[name] ?? (name === 'kLDivergence' ? 'klDivergence' : name)];
  if (factory !== undefined) return factory();
  throw new InvalidArgumentError({
    argument: 'loss',
    allowed: `a loss or one of ${Object.keys(factories).join(', ')}`,
    received: loss,
  });
}
