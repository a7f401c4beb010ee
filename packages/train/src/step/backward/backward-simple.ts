import type { Activate, Add, AddBias, Dropout, Pad, Rescale } from '../program/operation';
import { type Backward, beforeActivation, flowBias } from './backward';

/** Through an activation of its own. */
export const backwardActivate: Backward<Activate> = (builder, operation, dy) => {
  builder.flow(operation.x, beforeActivation(builder, operation, dy));
};

/** Through a sum: the same gradient to both sides. */
export const backwardAdd: Backward<Add> = (builder, operation, gradient) => {
  const dy = beforeActivation(builder, { y: operation.output, ...operation }, gradient);
  for (const id of [operation.a, operation.b]) if (builder.tracked(id)) builder.flow(id, dy);
};

/** Through a bias of its own. */
export const backwardAddBias: Backward<AddBias> = (builder, operation, gradient) => {
  const dy = beforeActivation(builder, operation, gradient);
  flowBias(builder, operation.bias, dy);
  if (builder.tracked(operation.x)) builder.flow(operation.x, dy);
};

/** Through zero padding: the part inside. */
export const backwardPad: Backward<Pad> = (builder, { x, top, left }, dy) => {
  const dx = builder.temporary(builder.shape(x));
  builder.backward({ kernel: 'padGrad', dy, dx, top, left });
  builder.flow(x, dx);
};

/** Through dropout: the same mask. */
export const backwardDropout: Backward<Dropout> = (builder, { x, mask }, dy) => {
  const dx = builder.temporary(builder.shape(x));
  builder.backward({ kernel: 'dropoutGrad', dy, mask, dx });
  builder.flow(x, dx);
};

/** Through `x scale + offset`. */
export const backwardRescale: Backward<Rescale> = (builder, { x, scale }, dy) => {
  const dx = builder.temporary(builder.shape(x));
  builder.backward({ kernel: 'rescale', x: dy, y: dx, scale, offset: 0 });
  builder.flow(x, dx);
};
