import type { Callback } from './callback';

/**
 * A callback made of functions: any hooks of {@link Callback} by name.
 *
 * @example
 * lambdaCallback({ onEpochEnd: (epoch, logs) => console.log(epoch, logs.loss) });
 */
export function lambdaCallback(hooks: Omit<Callback, 'name'>): Callback {
  return { name: 'LambdaCallback', ...hooks };
}
