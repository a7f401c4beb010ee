import { InvalidArgumentError } from '@imgclf/runtime';
import type { CheckedApplicationOptions } from './application-options';

/**
 * Checks that ImageNet weights exist for these options, by Keras's rules.
 *
 * @param sizes heights and widths that the top was trained on
 * @throws {InvalidArgumentError}
 */
export function checkImagenetOptions(options: CheckedApplicationOptions, sizes: readonly number[]): void {
  const { inputShape, includeTop, classes, classifierActivation } = options;
  const [height, width, channels] = inputShape;
  if (channels !== 3) refuse('inputShape', 'a shape with 3 channels', inputShape);
  if (!includeTop) return;
  if (classes !== 1000) refuse('classes', '1000', classes);
  if (height !== width || !sizes.includes(height ?? 0)) {
    refuse('inputShape', `square, of ${sizes.join(', ')}`, inputShape);
  }
  if (classifierActivation !== 'softmax' && classifierActivation !== 'linear') {
    refuse('classifierActivation', "'softmax' or null", classifierActivation);
  }
}

function refuse(argument: string, allowed: string, received: unknown): never {
  const hint = 'ImageNet weights need it, those with the top more than those without.';
  throw new InvalidArgumentError({ argument, allowed, received, hint });
}
