import type { Variable } from '@tensorflow/tfjs-core';
import type { LogitActivation } from '../../losses/loss';
import type { Operation, ValueId } from './operation';
import type { Value } from './value';

/**
 * One training step of one model for one batch size, up to the optimiser: fixed operations on numbered values.
 * Between `forward` and `backward` the executor computes the loss and its gradient with respect to `output`.
 */
export interface Program {
  readonly values: readonly Value[];
  readonly forward: readonly Operation[];
  readonly backward: readonly Operation[];
  /** The batch. */
  readonly input: ValueId;
  /** The model's output, or the logits behind it where `logits` says so. */
  readonly output: ValueId;
  /** The loss's gradient with respect to `output`: the executor's to fill. Absent when nothing learns. */
  readonly outputGradient: ValueId | undefined;
  /** The final activation that was left out. */
  readonly logits: LogitActivation | undefined;
  /** The weights that learn, each with its gradient. */
  readonly gradients: readonly { readonly variable: Variable; readonly gradient: ValueId }[];
}
