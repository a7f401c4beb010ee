import type { Activation, Operation, ValueId } from '../program/operation';
import type { ProgramBuilder } from '../program/program-builder';

/**
 * Adds the operations that carry a gradient backwards through one operation: to the values it read, where those are
 * tracked.
 *
 * @param dy the gradient of what the operation made, its activation included
 */
export type Backward<Kind extends Operation> = (
  builder: ProgramBuilder,
  operation: Kind,
  dy: ValueId,
) => void;

/** The gradient before an operation's own activation. */
export function beforeActivation(
  builder: ProgramBuilder,
  { y, activation }: { y: ValueId; activation?: Activation | 'linear' },
  dy: ValueId,
): ValueId {
  if (activation === undefined || activation === 'linear') return dy;
  const dx = builder.temporary(builder.shape(y));
  builder.backward({ kernel: 'activationGrad', dy, y, dx, activation });
  return dx;
}

/** Lets the gradient of a bias flow: the sums of `dy` over all but the last axis. */
export function flowBias(builder: ProgramBuilder, bias: ValueId | undefined, dy: ValueId): void {
  if (bias === undefined || !builder.tracked(bias)) return;
  const columns = builder.size(bias);
  const output = builder.temporary([columns]);
  builder.backward({ kernel: 'columnSums', x: dy, output, rows: builder.size(dy) / columns, columns });
  builder.flow(bias, output);
}
