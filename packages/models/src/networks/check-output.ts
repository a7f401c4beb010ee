import { InvalidArgumentError } from '@imgclf/runtime';
import type { ActivationName } from './network-options';

/**
 * Refuses the softmax of a single output, which is 1 whatever the network computes.
 * @throws {InvalidArgumentError}
 */
export function checkOutput({
  classes,
  outputActivation,
}: {
  classes: number;
  outputActivation: ActivationName;
}) {
  if (classes > 1 || outputActivation !== 'softmax') return;
  throw new InvalidArgumentError({
    argument: 'outputActivation',
    allowed: "other than 'softmax' for a single output, normally 'sigmoid'",
    received: outputActivation,
  });
}
