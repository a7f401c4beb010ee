import { InvalidArgumentError } from '@imgclf/runtime';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * Throws unless a batch fits a model's input.
 *
 * @param shape the input's, null where a size is open
 * @throws {InvalidArgumentError} such as for grey pictures into a model for colours
 */
export function checkInput(x: Tensor, shape: readonly (number | null)[]): void {
  const fits = x.rank === shape.length && shape.every((size, i) => size === null || size === x.shape[i]);
  if (fits) return;
  const sizes = shape.slice(1).map((size) => size ?? 'any');
  throw new InvalidArgumentError({
    argument: 'x',
    allowed: `a batch of the shape [batch, ${sizes.join(', ')}]`,
    received: x.shape,
  });
}
